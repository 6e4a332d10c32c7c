import { findProgram } from '../../scripts/find-program.ts';

/** The path of an installed server program; throws with the remedy when it is not installed. */
export function needProgram(name: string): string {
  const program = findProgram(name);
  if (program === undefined) {
    throw new Error(
      `${name} is not installed, and tests need it. Run \`npm test\` once: it installs what is missing.`,
    );
  }
  return program;
}
