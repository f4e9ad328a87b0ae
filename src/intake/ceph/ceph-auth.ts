/** Reader of `ceph auth get`, `ceph auth ls` and keyrings: names and capabilities. Keys are not looked at. */
import type { CephAuthArtefact } from "../artefact.ts";
import { isRecord, type ListingSource, scalarText } from "../listings/reading.ts";
import { structuredItems } from "../listings/structured-items.ts";

type Client = CephAuthArtefact["clients"][number];
type Daemon = keyof Client["caps"];

const DAEMONS: readonly string[] = ["mon", "osd", "mgr", "mds"] satisfies Daemon[];
const isDaemon = (name: string): name is Daemon => DAEMONS.includes(name);

function clientOfItem(value: unknown, line: number): Client | null {
  const name = isRecord(value) ? scalarText(value["entity"]) : null;
  if (!isRecord(value) || name === null) return null;
  const caps: Client["caps"] = {};
  for (const [daemon, cap] of Object.entries(isRecord(value["caps"]) ? value["caps"] : {})) {
    const text = scalarText(cap);
    if (isDaemon(daemon) && text !== null) caps[daemon] = text;
  }
  return { name, caps, line };
}

/** Reads users with their capabilities, as keyring text, `ceph auth ls` text, or JSON. */
export function readCephAuth(text: string, source: ListingSource): CephAuthArtefact {
  const structured = /^\s*\[\s*[\w-]+\./m.test(text) ? null : structuredItems(text, ["auth_dump"]);
  if (structured !== null) {
    const clients = structured.items
      .map((item) => clientOfItem(item.value, item.line))
      .filter((client) => client !== null);
    return { kind: "ceph-auth", file: source.file, clients };
  }
  const clients: Client[] = [];
  for (const [at, each] of text.split("\n").entries()) {
    const header =
      /^\s*\[\s*([\w-]+\.[^\]\s]+)\s*\]?\s*$/.exec(each) ?? /^((?:client|osd|mon|mgr|mds)\.\S+)\s*$/.exec(each);
    const cap = /^\s*caps:?\s+(?:\[?(mon|osd|mgr|mds)\]?)\s*=?\s*(.*?)\s*$/.exec(each);
    const last = clients[clients.length - 1];
    if (header) clients.push({ name: header[1] ?? "", caps: {}, line: at + 1 });
    else if (cap && last !== undefined && isDaemon(cap[1] ?? "")) {
      last.caps[cap[1] as Daemon] = (cap[2] ?? "").replace(/^(["'])(.*)\1$/, "$2");
    }
  }
  return { kind: "ceph-auth", file: source.file, clients };
}
