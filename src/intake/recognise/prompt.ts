/** Shell prompts in pasted terminal output. */

const PATTERNS = {
  bracketed: /^\s*(?:\([\w.-]+\)\s*)?\[[\w.-]+@[\w.-]+[^\]\n]{0,80}\]\s*[#$%>]\s*(\S.*)$/,
  userAtHost: /^\s*(?:\([\w.-]+\)\s*)?[\w.-]+@[\w.-]+(?::[^#$%>\n]{0,80})?\s*[#$%>]\s*(\S.*)$/,
  hostOrDollar: /^\s*(?:\([\w.-]+\)\s*)?(?:[\w.-]+[$#%>]|[$%])\s+(\S.*)$/,
  /** A host and a directory: whatever follows is a command. */
  atDirectory: /^\s*(?:\([\w.-]+\)\s*)?[\w.-]+@[\w.-]+:[~/][\w./~-]*\s*[#$]\s+(\S.*)$/,
  clientShell: /^\s*\((?:openstack|glance)\)\s+(\S.*)$/,
  sqlShell: /^\s*(?:MariaDB \[\w*\]|mysql|\w+=[#>])>?\s*(SELECT\b.*)$/i,
  root: /^#\s+(\S.*)$/,
} as const;

/** First words of what an operator runs to show something. */
const TOOL =
  /^(?:(?:sudo|time|watch|env|[A-Z_]+=\S+|-\S+|(?:docker|podman) exec(?: -\S+)* \S+|cephadm shell --|kubectl(?: -\S+(?: \S+)?)* exec .*? --)\s+)*(?:openstack|glance|nova|cinder|rbd|ceph|curl|mysql|mariadb|psql|ls|ll|du|find|df|mount|findmnt|cat|less|more|head|tail|e?grep|zgrep|journalctl|dpkg|rpm|pip3?|apt|apt-cache|dnf|docker|podman|crudini|sed|awk|for|ssh|kubectl|cephadm|lsblk|systemctl|glance-manage|glance-cache-manage|rados|stat|wc|xargs|glance-api|glance-scrubber|nova-compute|nova-manage|cinder-volume|cinder-manage)(?:\s|$)/;

/** What may follow a lone `#`: most such lines are comments, so only what can hardly be one. */
const SURE_TOOL =
  /^(?:sudo\s+)?(?:(?:cat|less|more)\s+\/\S+|openstack\s+\w+\s+(?:list|show)\b|glance\s+(?:image-list|image-show|stores-info|import-info)\b|rbd\s+(?:-\S+\s+\S+\s+)*(?:ls|list|du|info|children|trash|snap)\b|ceph\s+(?:df|-s|status|versions?|osd\s+(?:pool|dump|get|df)|auth\s+(?:get|ls|list|export))\b|findmnt\b|df\s+-|mount$|ls\s+-|du\s+-|find\s+\/|curl\s+-|dpkg\s+-|rpm\s+-q|pip3?\s+(?:list|freeze)|docker\s+(?:images|ps)|mysql\s+-|mariadb\s+-)/;

export type Prompt = {
  command: string;
  /** false: a lone `#`, which could be a comment that tells a command. */
  sure: boolean;
  /** The host that the prompt names (`[root@ctl1 ~]#`, `ctl1$`), or null. */
  host: string | null;
};

function hostOf(line: string): string | null {
  return /^\s*\[?[\w.-]+@([\w-]+)/.exec(line)?.[1] ?? /^\s*([\w-]+)[\w.-]*[$#%>]\s/.exec(line)?.[1] ?? null;
}

/** A prompt at which nothing was typed: the output above it has ended. */
export function isIdlePrompt(line: string): boolean {
  return /^\s*(?:\([\w.-]+\)\s*)?(?:\[[\w.-]+@[\w.-]+[^\]\n]{0,80}\]\s*[#$%>]|[\w.-]+@[\w.-]+:[^#$%>\n]{0,80}[#$%>])\s*$/.test(
    line,
  );
}

/** The prompt that a line holds, or null. */
export function promptOf(line: string): Prompt | null {
  if (line.length > 4000) return null;
  const sure = (PATTERNS.bracketed.exec(line) ?? PATTERNS.atDirectory.exec(line) ?? PATTERNS.sqlShell.exec(line))?.[1];
  if (sure !== undefined) return { command: sure.trim(), sure: true, host: hostOf(line) };
  const likely = (PATTERNS.userAtHost.exec(line) ??
    PATTERNS.hostOrDollar.exec(line) ??
    PATTERNS.clientShell.exec(line))?.[1]?.trim();
  if (likely !== undefined && TOOL.test(likely)) return { command: likely, sure: true, host: hostOf(line) };
  const root = PATTERNS.root.exec(line)?.[1]?.trim();
  return root !== undefined && SURE_TOOL.test(root) ? { command: root, sure: false, host: null } : null;
}

/** The file that a command prints (`cat FILE`, `sudo less FILE`, `grep -v … FILE`), or null. */
export function printedFile(command: string): string | null {
  // a bar in a quoted pattern is no pipe
  const bare = command.replaceAll(/'[^']*'|"[^"]*"/g, "''");
  const match = /(?:^|[\s;&])(?:cat|less|more|bat|head|tail|e?grep)\s+(.*)$/.exec(bare.split("|")[0] ?? "");
  const words = (match?.[1] ?? "")
    .split(/\s+/)
    .filter((word) => /^(?:[\w.~@-]*\/)*[\w@-][\w@.-]*\.[\w.-]+$/.test(word));
  return words.length === 1 ? (words[0] ?? null) : null;
}
