/** Reads one variable of the process's environment: the one place that does. */
export function environmentVariable(
  name: `SFUMATO_${string}` | 'NODE_EXTRA_CA_CERTS' | 'HTTPS_PROXY' | 'NO_PROXY',
): string | undefined {
  return process.env[name];
}
