/** What is known of the machine on which programs are missing. */
export interface Machine {
  readonly isRoot: boolean;
  readonly hasApt: boolean;
  readonly hasDockerCompose: boolean;
}

/** How missing programs are come by. */
export type Installation =
  | { readonly kind: 'debian'; readonly packages: readonly string[] }
  | { readonly kind: 'container' }
  | { readonly kind: 'none'; readonly remedy: string };

/** Debian packages when they can be installed; else a container in which they can; else advice. */
export function chooseInstallation(packages: readonly string[], machine: Machine): Installation {
  if (machine.isRoot && machine.hasApt) return { kind: 'debian', packages };
  if (machine.hasDockerCompose) return { kind: 'container' };
  return { kind: 'none', remedy: advise(packages, machine) };
}

function advise(packages: readonly string[], { hasApt }: Machine): string {
  const missing = `The tests need programs that are not installed (Debian packages: ${packages.join(', ')}).`;
  const remedy = hasApt
    ? `Run: sudo apt-get install --no-install-recommends ${packages.join(' ')}`
    : 'Install them with the package manager of this system, or install Docker with Compose.';
  return `${missing}\n${remedy}\nThen run npm test again.`;
}
