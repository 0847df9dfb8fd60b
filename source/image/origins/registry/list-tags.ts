import * as v from 'valibot';
import {parseDocument} from '../../read-document.js';
import type {RegistryConnection} from './connection.js';
import {nextPage} from './next-page.js';

/** More tags than anyone looks through. */
const mostTags = 10_000;

/** Registries give a thousand tags at most on a page, or fewer. */
const mostPages = 50;

const largestPage = 4 << 20;

const tagsSchema = v.object({tags: v.nullish(v.array(v.string()), [])});

/** The tags of a repository in order, which not every registry keeps as it should, and whether those are all. */
export type Tags = {tags: string[]; isComplete: boolean};

/**
Lists them (distribution-spec, "Listing Tags").

@throws {ImageError} When the registry does not.
*/
export async function listTags(connection: RegistryConnection, signal: AbortSignal | undefined): Promise<Tags> {
	const {name, repository} = connection.endpoint;
	const subject = `tags of ${repository}`;
	const tags: string[] = [];
	let query: string | undefined = '?n=1000';
	for (let page = 0; query !== undefined && page < mostPages && tags.length < mostTags; page++) {
		const {bytes, headers} = await connection.document({path: `tags/list${query}`, subject, headers: {accept: 'application/json'}, signal}, largestPage);
		tags.push(...parseDocument(bytes, tagsSchema, `${name}: ${subject}`).tags);
		query = nextPage(headers.link);
	}

	return {tags: tags.slice(0, mostTags).sort(), isComplete: query === undefined && tags.length <= mostTags};
}
