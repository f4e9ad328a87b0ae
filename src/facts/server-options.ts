/** The options of Glance's own web server, which 2026.2 took away (release note remove-eventlet-server). */
import type { ServiceConfig } from "./cloud.ts";

const SERVER_OPTIONS = new Set([
  "bind_host",
  "bind_port",
  "workers",
  "backlog",
  "tcp_keepidle",
  "client_socket_timeout",
  "http_keepalive",
  "max_header_line",
]);

/** Whether an option of glance-api.conf concerned only the server that is gone. */
export function isServerOption({ project }: ServiceConfig, section: string, key: string): boolean {
  return project === "glance" && section === "DEFAULT" && SERVER_OPTIONS.has(key.replaceAll("-", "_"));
}
