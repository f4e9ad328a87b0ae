/** Who and what a clause names: services that keep disks or images, and the storage that these may lie on. */
import { everywhere, words, wordsOr } from "./patterns.ts";

export type Who = "nova" | "cinder" | "glance" | "all";
export type Mention<Kind> = { kind: Kind; start: number; end: number };
export type Storage = "ceph" | "other";

const WHO: readonly [Who, RegExp][] = [
  [
    "nova",
    wordsOr(
      "计算节点|虚拟机|云主机|实例|系统盘",
      "images_type|nova(?:[- ](?:computes?|ephemeral|disks?|vms?|instances?))?",
      "computes?(?: nodes?| hosts?)?|hypervisors?|ephemeral(?: (?:disks?|storage))?|instances?(?: disks?)?|vms?(?: disks?)?|virtual machines?",
      "(?:root|vm|guest|boot|server|instance) ?disks?|guests?|servers'? disks?",
      "instanzen|virtuelle[nr]? maschinen|rechenknoten|machines virtuelles|disques (?:racine|éphémères)|instancias|máquinas virtuales|cómputos?|instâncias|máquinas virtuais",
      "нов[аеуы]|инстанс\\p{L}*|виртуал\\p{L}*(?: машин\\p{L}*)?|вм|гипервизор\\p{L}*|вычислительн\\p{L}* узл\\p{L}*",
    ),
  ],
  [
    "cinder",
    wordsOr(
      "云硬盘|块存储|卷",
      "cinder(?:[- ]?volumes?)?|(?:boot |data )?volumes?|block storage|volumen|blockspeicher|volúmenes|синдер|том(?:а|ы|ов|ах)?|диски cinder",
    ),
  ],
  [
    "glance",
    wordsOr("镜像", "glance|images?|image (?:store|service|pool)|abbilder|imágenes|imagens|imagem|гланс|образ\\p{L}*"),
  ],
  [
    "all",
    wordsOr(
      "全部|所有服务|一切",
      "everything(?: else)?|all (?:the |our |three |openstack )?(?:services|storage|pools|disks|data)|all three|all of (?:it|them)|(?:the )?whole (?:cloud|site|thing)|alles|alle (?:dienste|drei)|tout(?: le stockage)?|tous les services|todo|todos (?:los servicios|os serviços)|tudo|вс[её]|все сервисы",
    ),
  ],
];

/** Named beside Ceph, but nothing that keeps a disk: taken out before the clause is read. */
const BESIDE: readonly RegExp[] = [
  /cephfs|ceph[ -](?:fs|rgw|object(?: gateway| storage)?|radosgw|s3|swift)|rados ?gw|rados gateway|swift api of ceph/g,
  /\bceph[ -](?:common|clients?|packages?|networks?|vlan|keyrings?|users?|nodes?|hosts?|osds?|mons?|monitors?|servers?|admins?|team|people|experts?|versions?|releases?|dashboard|ansible|adm|csi|exporter|mgr|health|upgrade|docs?|documentation|guide|errors?|warnings?|alerts?|problems?|issues?|caps|capabilities|experience|knowledge)\b/g,
  /\brbd (?:ls|du|info|children|import|export|trash|mirror\w*|snap|rm|cp|map)\b|\brbd-mirror\w*/g,
  /\b(?:cinder|volume)[ -]?(?:backups?|snapshots?|types?)\b|\bbackups? of (?:the )?(?:volumes?|instances?|vms?)\b/g,
  /\b(?:server|instance|vm|nova) snapshots?\b|\bsnapshots? of (?:the |our )?(?:servers?|instances?|vms?|volumes?)\b/g,
  /\b(?:nova|cinder|ceph|glance-api|glance|neutron)\.conf\b|\b(?:nova|cinder|glance)[- ]api(?: (?:nodes?|servers?|instances?|hosts?))?\b|\bglance (?:instances?|nodes?|servers?)\b/g,
  /\b(?:image|images)[- ](?:cache|volume cache)\b/g,
];

const CEPH = words("ceph", "rbd", "rados block devices?", "цеф\\p{L}*", "ceph-кластер\\p{L}*");
const OTHER = wordsOr(
  "本地(?:盘|磁盘|硬盘|存储|ssd|nvme)",
  "local(?:ly)?(?! (?:ones?|ceph|clusters?|rbd|pool|copy|copies|site)(?!\\p{L}))(?: (?:ssds?|disks?|nvmes?|storage|drives?|raid\\d*|lvm|zfs|files?|hdds?))?",
  "lvm|nfs|san|iscsi|netapp|ontap|pure storage|flasharray|fib(?:re|er) channel|fc|vsan|zfs|gluster(?:fs)?|powerstore|powerflex|emc|3par|dorado|storpool|linstor|drbd|hitachi|filer",
  "lokale[nrms]?(?: (?:ssds?|platten|festplatten|nvmes?))?|disques? loca(?:l|ux)|(?:ssd|nvme) locaux|discos? loca(?:l|les|is)|(?:ssds?|nvmes?) loca(?:l|les|is)|локальн\\p{L}*(?: диск\\p{L}*)?",
);
/** A cluster without its name is Ceph's once Ceph was named. */
const CLUSTER = wordsOr(
  "同一个?集群",
  "(?:same|one|single|shared|common|that|this|gleichen?|selben|demselben|même|mismo|mesmo|одном|том же) (?:\\p{L}+ )?(?:cluster|кластер\\p{L}*|grappe)",
);
const IT = words("(?:use|uses|using|on|in|runs? on|sits? on) (?:it|there)");

/** The clause without what only stands beside; same length, so that places hold. */
export function withoutBeside(plain: string): string {
  return BESIDE.reduce((text, pattern) => text.replaceAll(pattern, (found) => "·".repeat(found.length)), plain);
}

/** Services in order of mention, the longest name at each place. */
export function whoIn(text: string): Mention<Who>[] {
  return merged(WHO.flatMap(([kind, pattern]) => found(text, pattern, kind)));
}

/** Storage in order of mention. `ceph`: a mention before makes "the same cluster"; `it`: this sentence has just named Ceph. */
export function storageIn(text: string, before: { ceph: boolean; it: boolean }): Mention<Storage>[] {
  const own = [...found<Storage>(text, CEPH, "ceph"), ...found<Storage>(text, OTHER, "other")];
  if (own.some(({ kind }) => kind === "ceph")) return merged(own);
  return merged([
    ...own,
    ...(before.ceph ? found<Storage>(text, CLUSTER, "ceph") : []),
    ...(before.it ? found<Storage>(text, IT, "ceph") : []),
  ]);
}

function found<Kind>(text: string, pattern: RegExp, kind: Kind): Mention<Kind>[] {
  return [...text.matchAll(everywhere(pattern))].map((match) => ({
    kind,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function merged<Kind>(mentions: readonly Mention<Kind>[]): Mention<Kind>[] {
  const sorted = [...mentions].sort((left, right) => left.start - right.start || right.end - left.end);
  return sorted.filter((one, index) => !sorted.slice(0, index).some(({ end }) => end > one.start));
}
