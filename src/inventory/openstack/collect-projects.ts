/** Names of projects, and whom to ask: an id says nothing to whoever writes the ticket. */
import { z } from "zod";
import { GlancewrightError } from "../../errors.ts";
import { PROJECTS_SCHEMA } from "../../intake/listings/projects.ts";
import type { Spool } from "../spool.ts";
import { identityOf, type Session } from "./session.ts";

const shape = z.looseObject({ projects: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

/** Keystone lets operators add what they like to a project; these are the usual names. */
const CONTACTS = ["contact", "contact_email", "email", "owner_email", "owner"];
/** What a source that is no listing of images may have, with room. */
const MOST_PROJECTS = 50_000;

/**
 * Where Keystone does not list them there is no part: nothing but names is missing then, and no snapshot is less whole for it.
 */
export async function collectProjects(session: Session, authUrl: string, spool: Spool): Promise<void> {
  const listed = await projectsOf(session, `${identityOf(authUrl)}/projects`);
  if (listed === null) return;
  const projects = listed.slice(0, MOST_PROJECTS).map((project) => ({
    id: project.id,
    name: project.name,
    contact: CONTACTS.map((name) => project[name]).find((value) => typeof value === "string" && value !== "") ?? null,
  }));
  const part = await spool.part({ file: "projects.json", from: "keystone", what: "names of projects", command: null });
  await part.write(`${JSON.stringify({ schema: PROJECTS_SCHEMA, projects })}\n`);
  await part.end({ complete: true, rows: projects.length, problem: null });
}

async function projectsOf(session: Session, url: string) {
  try {
    const answer = await session.get(url);
    return answer.status === 200 ? (shape.safeParse(answer.value).data?.projects ?? null) : null;
  } catch (error) {
    if (error instanceof GlancewrightError) return null;
    throw error;
  }
}
