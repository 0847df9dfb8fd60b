import type {Rule} from '../rule.js';
import {accountProblem} from './account-problem.js';
import {buildToolchain} from './build-toolchain.js';
import {deletedSecret} from './deleted-secret.js';
import {developmentHeaders} from './development-headers.js';
import {documentation} from './documentation.js';
import {hardwareDriver} from './hardware-driver.js';
import {labelMismatch} from './label-mismatch.js';
import {languageCache} from './language-cache.js';
import {leftoverFile} from './leftover-file.js';
import {missingCodec} from './missing-codec.js';
import {missingEntrypoint} from './missing-entrypoint.js';
import {missingInterpreter} from './missing-interpreter.js';
import {missingLibrary} from './missing-library.js';
import {nonfreeBuild} from './nonfree-build.js';
import {osPackageCache} from './os-package-cache.js';
import {secretFile} from './secret-file.js';
import {secretInConfig} from './secret-in-config.js';
import {setuid} from './setuid.js';
import {staticLibrary} from './static-library.js';
import {symbolVersion} from './symbol-version.js';
import {temporaryOnLayer} from './temp-on-layer.js';
import {unsafeRpath} from './unsafe-rpath.js';
import {unstrippedBinary} from './unstripped-binary.js';
import {versionControl} from './version-control.js';
import {worldWritable} from './world-writable.js';
import {wrongArchitecture} from './wrong-architecture.js';

/** Every rule, one line each, in the order in which pages list them. */
export const rules: readonly Rule[] = [
	osPackageCache,
	languageCache,
	buildToolchain,
	staticLibrary,
	developmentHeaders,
	unstrippedBinary,
	documentation,
	versionControl,
	leftoverFile,
	missingLibrary,
	missingInterpreter,
	symbolVersion,
	wrongArchitecture,
	unsafeRpath,
	missingEntrypoint,
	missingCodec,
	labelMismatch,
	nonfreeBuild,
	hardwareDriver,
	temporaryOnLayer,
	deletedSecret,
	secretFile,
	secretInConfig,
	accountProblem,
	setuid,
	worldWritable,
];
