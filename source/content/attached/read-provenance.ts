import type {AttachedFact} from './attached-fact.js';
import {jsonAt, listAt, textAt} from './json-at.js';

type Provenance = Pick<AttachedFact, 'builder' | 'source' | 'commit' | 'tool'>;

/** What a provenance of SLSA says: who built the image, and from what (slsa.dev/provenance/v0.2 and /v1). */
export function readProvenance(predicate: unknown): Provenance {
	const isFirst = jsonAt(predicate, 'buildDefinition') === undefined;
	const told = isFirst ? ofVersion02(predicate) : ofVersion1(predicate);
	return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

function ofVersion02(predicate: unknown): Provenance {
	const source = jsonAt(predicate, 'invocation', 'configSource');
	const vcs = jsonAt(predicate, 'metadata', 'https://mobyproject.org/buildkit@v1#metadata', 'vcs');
	return {
		builder: textAt(predicate, 'builder', 'id'),
		source: textAt(vcs, 'source') ?? textAt(source, 'uri'),
		commit: textAt(vcs, 'revision') ?? commitOf(jsonAt(source, 'digest')),
		tool: toolOf(textAt(predicate, 'buildType')),
	};
}

function ofVersion1(predicate: unknown): Provenance {
	const definition = jsonAt(predicate, 'buildDefinition');
	const parameters = jsonAt(definition, 'externalParameters');
	const source = jsonAt(parameters, 'configSource');
	const workflow = jsonAt(parameters, 'workflow');
	const vcs = jsonAt(predicate, 'runDetails', 'metadata', 'buildkit_metadata', 'vcs');
	const repository = textAt(vcs, 'source') ?? textAt(source, 'uri') ?? textAt(workflow, 'repository');
	return {
		builder: textAt(predicate, 'runDetails', 'builder', 'id'),
		source: repository,
		commit: textAt(vcs, 'revision') ?? commitOf(jsonAt(source, 'digest')) ?? commitOf(jsonAt(dependencyOf(definition, repository), 'digest')),
		tool: toolOf(textAt(definition, 'buildType')),
	};
}

/** The material of a repository: of what was built where the builder tells no more than a workflow. */
function dependencyOf(definition: unknown, repository: string | undefined): unknown {
	return repository === undefined ? undefined : listAt(definition, 'resolvedDependencies').slice(0, 1000).find(material => textAt(material, 'uri')?.includes(repository));
}

function commitOf(digest: unknown): string | undefined {
	return textAt(digest, 'gitCommit') ?? textAt(digest, 'sha1');
}

/** What built it, by the type of the build. */
function toolOf(buildType = ''): string | undefined {
	if (/^https:\/\/(?:mobyproject\.org\/buildkit|github\.com\/moby\/buildkit\/)/.test(buildType)) {
		return 'BuildKit';
	}

	return /^https:\/\/(?:actions\.github\.io|slsa-framework\.github\.io\/github-actions)/.test(buildType) ? 'GitHub Actions' : undefined;
}
