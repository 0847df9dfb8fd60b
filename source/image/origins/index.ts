import type {Opened, OriginOptions} from '../container.js';
import type {Target} from '../reference.js';
import {demo} from './demo.js';
import {engine} from './engine.js';
import {file} from './file.js';
import {folder} from './folder.js';
import {named} from './named.js';
import {registry} from './registry.js';
import {standardInput} from './standard-input.js';

/** A place that an image can come from. */
export type Origin = {
	/** Whether this is the place that is meant. */
	takes(target: Target): boolean;
	/**
	@throws {ImageError} What is wrong, in a sentence for the user.
	*/
	open(target: Target, options: OriginOptions): Promise<Opened>;
};

/** All of them; the first that takes a target is asked. */
export const origins: readonly Origin[] = [
	demo,
	standardInput,
	folder,
	file,
	engine,
	registry,
	named,
];
