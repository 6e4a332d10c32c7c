import { expect, test } from 'vitest';
import { chooseInstallation } from '../../scripts/choose-installation.ts';

const packages = ['redis-server', 'postgresql'];

test('root on Debian installs packages', () => {
  expect(chooseInstallation(packages, { isRoot: true, hasApt: true, hasDockerCompose: true })).toEqual({
    kind: 'debian',
    packages,
  });
});

test('anybody else runs the tests in a container', () => {
  for (const machine of [
    { isRoot: false, hasApt: true, hasDockerCompose: true },
    { isRoot: true, hasApt: false, hasDockerCompose: true },
  ]) {
    expect(chooseInstallation(packages, machine)).toEqual({ kind: 'container' });
  }
});

test('says what is missing and what to run where neither is possible', () => {
  const machine = { isRoot: false, hasApt: true, hasDockerCompose: false };
  const installation = chooseInstallation(packages, machine);
  expect(installation).toMatchObject({ kind: 'none' });
  expect(JSON.stringify(installation)).toContain(
    'sudo apt-get install --no-install-recommends redis-server postgresql',
  );
});
