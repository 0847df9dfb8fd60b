import type {ConfigDocument} from './documents.js';
import type {ImageConfig} from './image.js';

/** The execution parameters of a config, what is absent as empty. */
export function readConfig(config: ConfigDocument['config']): ImageConfig {
	return {
		user: config?.User ?? '',
		env: config?.Env ?? [],
		entrypoint: config?.Entrypoint ?? null,
		cmd: config?.Cmd ?? null,
		workingDir: config?.WorkingDir ?? '',
		exposedPorts: config?.ExposedPorts ?? [],
		volumes: config?.Volumes ?? [],
		labels: config?.Labels ?? {},
		healthcheck: config?.Healthcheck?.Test ?? null,
		...rarelySet(config),
	};
}

/** Fields that few images have. */
function rarelySet(config: ConfigDocument['config']): Pick<ImageConfig, 'more'> {
	const {StopSignal, Shell = [], OnBuild = [], ArgsEscaped, Healthcheck} = config ?? {};
	const times = Object.entries(Healthcheck ?? {}).filter(([name, value]) => name !== 'Test' && typeof value === 'number' && value !== 0);
	const more = {
		...(StopSignal && {stopSignal: StopSignal}),
		...(Shell.length > 0 && {shell: Shell}),
		...(OnBuild.length > 0 && {onBuild: OnBuild}),
		...(ArgsEscaped && {argsEscaped: 'true'}),
		...Object.fromEntries(times.map(([name, value]) => [`healthcheck.${name[0].toLowerCase()}${name.slice(1)}`, String(value)])),
	};
	return Object.keys(more).length > 0 ? {more} : {};
}
