/** A cluster made of files, with `rbd`, `openstack` and `ceph` as shell scripts that read and change them. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type FakeObject = {
  name: string;
  /** As rbd prints it; empty for none. */
  created?: string;
  children?: string;
  watched?: boolean;
  snapshots?: readonly string[];
  /** The snapshots are not protected: what an upload leaves that was stopped before its last step. */
  unprotected?: boolean;
};

const RBD = `#!/bin/sh
echo "$*" >> "$FAKE/calls"
shift 2
at() { spec=\${1%%@*}; name=\${spec##*/}; dir=$FAKE/pool/$name; [ -d "$dir" ] || { echo "rbd: error opening image $name: (2) No such file or directory" >&2; exit 2; }; }
case "$*" in
  "ls "*) ls "$FAKE/pool" ;;
  "info --format json "*) at "$4"; printf '{"name":"%s","id":"x","create_timestamp":"%s"}\\n' "$name" "$(cat "$dir/created")" ;;
  "info "*) at "$2" ;;
  "snap ls --format json "*) at "$5"; printf '['; for snap in $(ls "$dir/snapshots"); do printf '{"id":1,"name":"%s","protected":"true"}' "$snap"; done; printf ']\\n' ;;
  "children --all --descendants "*) at "$4"; cat "$dir/children" ;;
  "status "*) at "$2"; if [ -f "$dir/watched" ]; then echo "Watchers:"; echo "  watcher=192.0.2.7:0/1 client.4"; else echo "Watchers: none"; fi ;;
  "trash ls --all --format json "*) printf '['; for name in $(ls "$FAKE/trash"); do printf '{"id":"t-%s","name":"%s"}' "$name" "$name"; done; printf ']\\n' ;;
  "trash mv --expires-at "*) at "$5"; [ "$(cat "$FAKE/fail-at-mv" 2> /dev/null)" != "$name" ] || { echo "rbd: deferred delete error: (16) Device or resource busy" >&2; exit 16; }; mv "$dir" "$FAKE/trash/$name"; if [ -f "$FAKE/kill-at-mv" ]; then rm "$FAKE/kill-at-mv"; kill -9 $PPID; fi ;;
  "trash restore "*) name=\${3##*/t-}; mv "$FAKE/trash/$name" "$FAKE/pool/$name"; if [ -f "$FAKE/kill-at-restore" ]; then rm "$FAKE/kill-at-restore"; kill -9 $PPID; fi ;;
  "snap unprotect "*) at "$3"; [ ! -f "$dir/unprotected" ] || { echo "rbd: snap is already unprotected" >&2; exit 22; }; [ ! -s "$dir/children" ] && [ ! -f "$dir/busy" ] || { echo "rbd: unprotecting snap failed: (16) Device or resource busy" >&2; exit 16; } ;;
  "snap rm "*) at "$3"; rm "$dir/snapshots/\${3##*@}" ;;
  "rm "*) at "$2"; rmdir "$dir/snapshots" || exit 39; rm -r "$dir" ;;
  *) echo "unknown call: $*" >&2; exit 22 ;;
esac
`;
const OPENSTACK = `#!/bin/sh
echo "openstack $*" >> "$FAKE/calls"
[ ! -f "$FAKE/glance-down" ] || { echo "Unable to establish connection" >&2; exit 1; }
for id; do :; done
if [ -f "$FAKE/images/$id" ]; then echo "$id"; exit 0; fi
if [ -f "$FAKE/glance-says" ]; then sed "s/ID$/$id/; s/ID,/$id,/; s/'ID'/'$id'/" "$FAKE/glance-says" >&2; else echo "No Image found for $id" >&2; fi
exit 1
`;

/** Makes the cluster in a new temporary folder; `remove` it after use. */
export function fakeCluster(objects: readonly FakeObject[], imageIds: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "reclaim-"));
  const path = (...parts: string[]): string => join(folder, ...parts);
  for (const each of ["pool", "trash", "images", "bin"]) mkdirSync(path(each));
  for (const [name, text] of Object.entries({ rbd: RBD, openstack: OPENSTACK, ceph: "#!/bin/sh\necho POOLS\n" })) {
    writeFileSync(path("bin", name), text);
    chmodSync(path("bin", name), 0o755);
  }
  for (const object of objects) {
    const {
      name,
      created = "Mon Mar  2 10:00:00 2026",
      children = "",
      snapshots = ["snap"],
      watched,
      unprotected,
    } = object;
    mkdirSync(path("pool", name, "snapshots"), { recursive: true });
    writeFileSync(path("pool", name, "created"), created);
    writeFileSync(path("pool", name, "children"), children);
    if (unprotected) writeFileSync(path("pool", name, "unprotected"), "");
    if (watched) writeFileSync(path("pool", name, "watched"), "");
    for (const snapshot of snapshots) writeFileSync(path("pool", name, "snapshots", snapshot), "");
  }
  for (const id of imageIds) writeFileSync(path("images", id), "");
  return {
    path,
    inPool: () => readdirSync(path("pool")).sort(),
    inTrash: () => readdirSync(path("trash")).sort(),
    calls: () => (existsSync(path("calls")) ? readFileSync(path("calls"), "utf8").split("\n").slice(0, -1) : []),
    /** Changes the state between runs: a file that the commands look for. */
    set: (name: string, text = "") => writeFileSync(path(name), text),
    run(script: string, mode: string | readonly string[], environment: Record<string, string> = {}) {
      writeFileSync(path("reclaim.sh"), script);
      const { status, signal, stdout, stderr } = spawnSync(
        "/bin/sh",
        [path("reclaim.sh"), ...[mode].flat().filter((word) => word !== "")],
        {
          cwd: folder,
          encoding: "utf8",
          env: {
            PATH: `${path("bin")}:${process.env["PATH"] ?? ""}`,
            FAKE: folder,
            TMPDIR: folder,
            LISTING_TAKEN_AT: new Date().toISOString(),
            NO_OTHER_GLANCE: "yes",
            ...environment,
          },
        },
      );
      return { status, signal, said: stdout, error: stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
export type FakeCluster = ReturnType<typeof fakeCluster>;
