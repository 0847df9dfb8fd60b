import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

/** A setting for every registry there is fits; what is larger is no such file. */
const largestFile = 1 << 20;

/** Files of a folder of settings that are read. */
const mostFiles = 100;

const text = v.fallback(v.optional(v.string()), undefined);
const flag = v.fallback(v.boolean(), false);

const mirrorSchema = v.object({location: v.string(), insecure: flag, 'pull-from-mirror': text});

const tableSchema = v.object({
	prefix: text,
	location: text,
	insecure: flag,
	blocked: flag,
	'mirror-by-digest-only': flag,
	mirror: v.optional(v.array(mirrorSchema), []),
});

const fileSchema = v.object({registry: v.optional(v.array(tableSchema), [])});

/** What is set for names that begin so: a table `[[registry]]` (containers-registries.conf(5)). */
export type RegistryTable = {
	/** `host[:port][/namespace…]`, or `*.host`. */
	prefix: string;
	/** What stands in its place when the registry is asked; empty where that is the prefix itself. */
	location: string;
	isInsecure: boolean;
	isBlocked: boolean;
	mirrors: ReadonlyArray<{location: string; isInsecure: boolean; pulls: 'all' | 'digest-only' | 'tag-only'}>;
	/** The file that says so. */
	file: string;
};

type SettingsOptions = {
	environment: Readonly<Record<string, string | undefined>>;
	home: string;
	/** The root of the file system. */
	root?: string;
	onWarning?: (message: string) => void;
};

/**
Reads what the containers tools have set for registries: the user's file where there is one, else the machine's, then the files of
the folders beside them, of which a later one replaces what an earlier one says of a prefix (containers-registries.conf.d(5)).
*/
export async function readRegistriesConf(options: SettingsOptions): Promise<RegistryTable[]> {
	const tables = new Map<string, RegistryTable>();
	for (const file of settingsFiles(options)) {
		for (const table of await readTables(file, options.onWarning)) {
			tables.set(table.prefix, table);
		}
	}

	return [...tables.values()];
}

/** The files, in the order in which they are read. */
export function settingsFiles({environment, home, root = '/'}: SettingsOptions): string[] {
	const {CONTAINERS_REGISTRIES_CONF, XDG_CONFIG_HOME} = environment;
	const user = path.join(XDG_CONFIG_HOME || path.join(home, '.config'), 'containers', 'registries.conf');
	const machine = path.join(root, 'etc', 'containers', 'registries.conf');
	if (CONTAINERS_REGISTRIES_CONF) {
		return [CONTAINERS_REGISTRIES_CONF];
	}

	return fs.existsSync(user)
		? [user, ...filesOf(`${user}.d`)]
		: [machine, ...filesOf(`${machine}.d`), ...filesOf(`${user}.d`)];
}

function filesOf(folder: string): string[] {
	try {
		return fs.readdirSync(folder).filter(name => name.endsWith('.conf')).sort().slice(0, mostFiles).map(name => path.join(folder, name));
	} catch {
		// Few machines have one.
		return [];
	}
}

async function readTables(file: string, onWarning: SettingsOptions['onWarning']): Promise<RegistryTable[]> {
	let contents: string;
	try {
		if (fs.statSync(file).size > largestFile) {
			onWarning?.(`${file} is too large for settings of registries, so it is not read.`);
			return [];
		}

		contents = fs.readFileSync(file, 'utf8');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code !== 'ENOENT' && code !== 'ENOTDIR') {
			onWarning?.(`${file} can't be read (${code ?? 'unknown'}), so no settings of registries are taken from it.`);
		}

		return [];
	}

	// Most machines have a file of comments alone, or of short names.
	if (!/^\s*\[+\s*registr/m.test(contents) && !/^\s*registry\b/m.test(contents)) {
		return [];
	}

	const {parse, TomlError} = await import('smol-toml');
	try {
		const {registry} = v.parse(fileSchema, parse(contents));
		return registry.flatMap(table => tableOf(table, file));
	} catch (error) {
		const where = error instanceof TomlError ? ` (line ${error.line})` : '';
		onWarning?.(`${file} is no TOML with tables [[registry]]${where}, so no settings of registries are taken from it.`);
		return [];
	}
}

function tableOf(table: v.InferOutput<typeof tableSchema>, file: string): RegistryTable[] {
	const prefix = (table.prefix || table.location || '').replace(/\/+$/, '');
	if (prefix === '') {
		return [];
	}

	const location = table.location?.replace(/\/+$/, '') ?? '';
	return [{
		prefix,
		location: location === prefix ? '' : location,
		isInsecure: table.insecure,
		isBlocked: table.blocked,
		mirrors: table.mirror.map(mirror => ({
			location: mirror.location.replace(/\/+$/, ''),
			isInsecure: mirror.insecure,
			pulls: table['mirror-by-digest-only'] ? 'digest-only' : pullsOf(mirror['pull-from-mirror']),
		})),
		file,
	}];
}

function pullsOf(value: string | undefined): 'all' | 'digest-only' | 'tag-only' {
	return value === 'digest-only' || value === 'tag-only' ? value : 'all';
}
