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
	};
}
