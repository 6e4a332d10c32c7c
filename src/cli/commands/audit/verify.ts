import { verifyAudit } from '../../../operators/audit/verify-audit.ts';
import { defineCommand } from '../../command.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { withPlatform } from '../../with-platform.ts';

/** `nightshift audit verify` */
export const verifyCommand = defineCommand({
  usage: '',
  details: `Computes the chain of hashes anew; the exit status is 1 when it is broken. A chain does not show that its end was cut off:
note the last hash elsewhere, and give it the next time.`,
  examples: [
    { line: 'audit verify', doc: 'looks at every entry' },
    { line: 'audit verify --head 9f86d0…', doc: 'and whether the entry with this hash is still there' },
  ],
  options: {
    head: { type: 'string', value: 'HASH', doc: 'The last hash of an earlier look' },
    json: JSON_OPTION,
  },
  async run(context) {
    const { options, terminal } = context;
    const report = await withPlatform(context, 'operator', ({ database }) =>
      verifyAudit(database.withTimeout(60_000), options.head),
    );
    const { entries, head, brokenAt } = report;
    if (options.json) terminal.printJson(report);
    else if (brokenAt)
      terminal.print(
        `Broken at entry ${brokenAt.seq}: ${brokenAt.why}. The ${entries} before it are as written.`,
      );
    else terminal.print(`Whole: ${entries} entries, the last hash is ${head}`);
    return brokenAt ? 1 : 0;
  },
});
