/** Reader of `image_locations` as mariadb or mysql print it. */
import type { LocationsArtefact } from "../artefact.ts";
import { redactLocation } from "./location.ts";
import { type ListingSource, problemList, truthOf } from "./reading.ts";
import { tableRows } from "./table-rows.ts";

/** Reads locations; URLs come out redacted. A status that the query left out reads as empty, a missing `deleted` as false. */
export function readSqlLocations(text: string, source: ListingSource): LocationsArtefact {
  const problems = problemList();
  const read = tableRows(text, ["image_id", "value"]);
  for (const junk of read.junk) problems.add(junk.line, "a line that is no row", junk.text);
  const locations: LocationsArtefact["locations"] = [];
  for (const { fields, line } of read.rows) {
    const imageId = fields["image_id"]?.trim();
    const value = (fields["value"] ?? fields["url"] ?? fields["location"])?.trim();
    if (!imageId || !value) problems.add(line, "a row without an image id or a location");
    else {
      locations.push({
        imageId,
        url: redactLocation(value).url,
        status: fields["status"]?.trim() ?? "",
        deleted: truthOf(fields["deleted"]) === true,
        line,
      });
    }
  }
  const artefact: LocationsArtefact = { kind: "image-locations-sql", file: source.file, locations };
  return problems.list.length === 0 ? artefact : { ...artefact, problems: problems.list };
}
