import type {Image, ImageConfig} from '../image/image.js';
import type {Ignored} from './ignored.js';

/** A value of the configuration; null where it is not set. */
export type ConfigValue = string | readonly string[] | null;

/** A field of the configuration that differs. Variables and labels are fields of their own: `env.PATH`, `labels.maintainer`. */
export type ConfigDifference = {
	field: string;
	a: ConfigValue;
	b: ConfigValue;
};

/** Labels that hold the time of a build. */
const timeLabels = ['org.opencontainers.image.created', 'org.label-schema.build-date', 'build-date'];

/** Compares configurations field by field, in the order in which an image's details show them. */
export function compareConfig(a: Image, b: Image, ignore: ReadonlySet<Ignored> = new Set()): ConfigDifference[] {
	if (ignore.has('config')) {
		return [];
	}

	const fieldsA = fieldsOf(a);
	const fieldsB = fieldsOf(b);
	const names = [...new Set([...fieldsA.keys(), ...fieldsB.keys()])];
	const order = new Map(sections.map((section, index) => [section, index]));
	const place = (name: string) => order.get(/^[^.]+/.exec(name)![0]) ?? sections.length;
	return names
		.map(field => ({field, a: fieldsA.get(field) ?? null, b: fieldsB.get(field) ?? null}))
		.filter(({a, b}) => JSON.stringify(a) !== JSON.stringify(b))
		.filter(({field}) => !(ignore.has('created') && isTime(field)))
		.sort((x, y) => place(x.field) - place(y.field) || Number(x.field > y.field) - Number(x.field < y.field));
}

/** Whether a field says when the image was built, and nothing else. */
export function isTime(field: string): boolean {
	return field === 'created' || timeLabels.some(label => field === `labels.${label}`);
}

const sections = [
	'platform', 'created', 'user', 'env', 'entrypoint', 'cmd', 'workingDir', 'exposedPorts', 'volumes', 'labels', 'healthcheck', 'stopSignal', 'shell', 'onBuild',
];

function fieldsOf({platform, created, config}: Image): Map<string, ConfigValue> {
	const {user, env, entrypoint, cmd, workingDir, exposedPorts, volumes, labels, healthcheck, more = {}} = config;
	const fields: Array<[string, ConfigValue]> = [
		['platform', platform || null],
		['created', created ?? null],
		['user', user || null],
		...variables(env),
		['entrypoint', entrypoint],
		['cmd', cmd],
		['workingDir', workingDir || null],
		['exposedPorts', listed(exposedPorts)],
		['volumes', listed(volumes)],
		...Object.entries(labels).map(([name, value]): [string, string] => [`labels.${name}`, value]),
		['healthcheck', healthcheck],
		...Object.entries(more),
	];
	return new Map(fields);
}

/** The last of a name holds. */
function variables(env: ImageConfig['env']): Array<[string, string]> {
	return env.map(variable => {
		const equals = variable.indexOf('=');
		return equals === -1 ? [`env.${variable}`, ''] : [`env.${variable.slice(0, equals)}`, variable.slice(equals + 1)];
	});
}

/** Ports and volumes are a set, so their order means nothing. */
function listed(items: readonly string[]): ConfigValue {
	return items.length === 0 ? null : items.toSorted();
}
