import { spawnSync } from 'node:child_process';
import { chooseInstallation } from './choose-installation.ts';
import { findProgram } from './find-program.ts';
import { installDebianPackages } from './install-debian-packages.ts';
import type { NeededProgram } from './needed-programs.ts';

/**
 * Installs what is missing of the programs. Answers `in-container` when they can only be had by running the tests in
 * a container. Throws with the remedy when they cannot be had.
 */
export function installPrograms(programs: readonly NeededProgram[]): 'installed' | 'in-container' {
  const missing = programs
    .filter((program) => !program.isInstalled())
    .map((program) => program.debianPackage);
  if (missing.length === 0) return 'installed';
  const installation = chooseInstallation(missing, {
    isRoot: process.getuid?.() === 0,
    hasApt: findProgram('apt-get') !== undefined,
    hasDockerCompose:
      spawnSync('docker', ['compose', 'ps'], { stdio: 'ignore', timeout: 20_000 }).status === 0,
  });
  if (installation.kind === 'none') throw new Error(installation.remedy);
  if (installation.kind === 'container') return 'in-container';
  installDebianPackages(installation.packages);
  return 'installed';
}
