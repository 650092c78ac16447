import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname } from 'node:path';
import { runCommand } from '../run/run-command.ts';

/** A registry of npm on the loopback interface. */
export interface PackageRegistry extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
}

interface PublishedVersion {
  name: string;
  version: string;
}

/** Serves tarballs as npm would after `npm publish`; for all other packages it sends npm on to the registry at `upstream`. */
export async function startPackageRegistry(tarballs: readonly string[], upstream: string): Promise<PackageRegistry> {
  const versions = new Map<string, { manifest: PublishedVersion; file: string; bytes: Buffer }>();
  for (const tarball of tarballs) {
    const manifest = await readManifest(tarball);
    versions.set(manifest.name, { manifest, file: basename(tarball), bytes: readFileSync(tarball) });
  }
  const files = new Map([...versions.values()].map(({ file, bytes }) => [`/${file}`, bytes]));

  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    const published = versions.get(path.slice(1));
    const file = files.get(path);
    if (published !== undefined) return answer(response, JSON.stringify(describe(published)));
    if (file !== undefined) return answer(response, file);
    response.writeHead(307, { location: new URL(request.url?.slice(1) ?? '', upstream).href }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function describe({ manifest, file, bytes }: { manifest: PublishedVersion; file: string; bytes: Buffer }): object {
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const published = { ...manifest, dist: { tarball: `${url}/${file}`, integrity } };
    const { name, version } = manifest;
    return { name, 'dist-tags': { latest: version }, versions: { [version]: published } };
  }

  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Not to be kept by npm: the next build packs the same version anew. */
function answer(response: ServerResponse, body: string | Buffer): void {
  response.writeHead(200, { 'cache-control': 'no-store' }).end(body);
}

async function readManifest(tarball: string): Promise<PublishedVersion> {
  const { ok, output } = await runCommand(['tar', '-xzOf', tarball, 'package/package.json'], { cwd: dirname(tarball) });
  if (!ok) throw new Error(`${tarball} has no package.json: ${output}`);
  return JSON.parse(output) as PublishedVersion;
}
