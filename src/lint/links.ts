import path from 'node:path';

/** Whether a link leads out of the workspace: it names a protocol or a host. */
export function isExternal(target: string): boolean {
  return /^[a-z][a-z0-9+.-]{0,30}:|^\/\//i.test(target);
}

/** The path in the workspace that a link in an article means; a leading slash means the workspace's folder. */
export function resolveLink(from: string, target: string): string {
  const end = target.search(/[?#]/);
  const plain = decodeLink(end === -1 ? target : target.slice(0, end));
  if (plain === '') return from;
  if (plain.startsWith('/')) return path.posix.normalize(plain.slice(1));
  return path.posix.join(from.slice(0, Math.max(0, from.lastIndexOf('/'))), plain);
}

/** With `%20` and its like read as what they mean, where they mean something. */
export function decodeLink(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
