/**
 * What Slack takes. Figures of the installed type declarations and the documentation, lengths in code points; where Slack
 * documents none, the figure that was seen to be refused, less a margin.
 */

export const LIMITS = {
  blocksOfMessage: 50,
  blocksOfView: 100,
  /** All text of one message's blocks together; seen refused near 13,200 (slackapi/bolt-js issue 2509). */
  textOfMessage: 12_000,
  /** `text` beside the blocks, for notifications. */
  fallback: 3_000,
  section: 3_000,
  header: 150,
  contextElements: 10,
  actions: 25,
  button: 75,
  value: 2_000,
  id: 255,
  altText: 2_000,
  tableRows: 100,
  tableColumns: 20,
  /** All cells together. */
  tableText: 10_000,
  cardTitle: 150,
  modalTitle: 24,
  input: 3_000,
  label: 2_000,
  files: 10,
  privateMetadata: 3_000,
  option: 75,
} as const;

export const MIB = 1024 * 1024;

/** Files that are taken in Slack; larger ones come by the command line. */
export const LARGEST_CONFIGURATION = MIB;
export const LARGEST_LISTING = 10 * MIB;

/** Length as Slack counts it. */
export const lengthOf = (text: string): number => [...text].length;

/** Cut to a length with a mark that it was. */
export function cut(text: string, most: number): string {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("")}…`;
}
