import type { FamilyMember } from '../../../ledger/search/find-family.ts';

/**
 * A tree of lines, each job below the last of those that it waits for; `mark` tells the job that was asked for.
 * A job with several parents is drawn in full below the last of them and named below the others.
 */
export function drawFamily(family: readonly FamilyMember[], mark: string): string {
  const known = new Set(family.map(({ id }) => id));
  const parentsOf = ({ parents }: FamilyMember): readonly string[] => parents.filter((id) => known.has(id));
  const draw = (member: FamilyMember): readonly string[] => {
    const children = family.filter((each) => parentsOf(each).includes(member.id));
    return [
      describe(member, mark),
      ...children.flatMap((child, at) => {
        const isLast = at === children.length - 1;
        const isHere = parentsOf(child).at(-1) === member.id;
        const [first = '', ...rest] = isHere
          ? draw(child)
          : [`${describe(child, mark)} (waits for others too)`];
        const hang = isLast ? '   ' : '│  ';
        return [`${isLast ? '└─ ' : '├─ '}${first}`, ...rest.map((line) => `${hang}${line}`)];
      }),
    ];
  };
  return family
    .filter((member) => parentsOf(member).length === 0)
    .flatMap((root) => draw(root))
    .join('\n');
}

function describe({ id, name, state }: FamilyMember, mark: string): string {
  return `${id} ${name} ${state}${id === mark ? '  ◀' : ''}`;
}
