/** What leads to an endpoint: the origin of a whole URL, what the base URL of most clients ends with, the deployment of Azure. */
const lead = /^(?:https?:\/\/[^/]+)?(?:.*\/(?:v1|deployments\/([^/]+))(?=\/))?/;

/** The path of an endpoint as the SDK's resources write it, `/chat/completions`, and the deployment that stands before it. Apps may write it in any other way. */
export function readEndpointPath(written: string): { path: string; deployment: string | undefined } {
  const [plain = ''] = written.split('?', 1);
  const [leading, deployment] = lead.exec(plain) ?? [''];
  const below = plain.slice(leading.length).replaceAll(/^\/+|\/+$/g, '');
  return { path: `/${below}`, deployment };
}
