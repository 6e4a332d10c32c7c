import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs Debian packages without starting the services that they bring: tests start servers of their own, and
 * nothing is to be left running on the usual ports. Throws when apt-get fails.
 */
export function installDebianPackages(packages: readonly string[]): void {
  process.stdout.write(`Installing Debian packages: ${packages.join(' ')} …\n`);
  withoutStartingServices(() => {
    runApt('update');
    runApt('install', '-y', '--no-install-recommends', ...packages);
  });
  keepFromStartingAtBoot(packages);
}

function runApt(...args: readonly string[]): void {
  const { status } = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    // Standard output is kept for results.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed; its output above says why`);
}

/** Maintainer scripts ask this file before they start a service; 101 means no. */
function withoutStartingServices(work: () => void): void {
  const before = existsSync(SERVICE_POLICY) ? readFileSync(SERVICE_POLICY) : undefined;
  rmSync(SERVICE_POLICY, { force: true });
  writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    work();
  } finally {
    rmSync(SERVICE_POLICY, { force: true });
    if (before) writeFileSync(SERVICE_POLICY, before, { mode: 0o755 });
  }
}

function keepFromStartingAtBoot(packages: readonly string[]): void {
  if (!existsSync('/run/systemd/system')) return;
  for (const unit of packages) spawnSync('systemctl', ['disable', unit], { stdio: 'ignore' });
}
