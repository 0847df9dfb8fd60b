import type {Rule} from '../rule.js';
import {accountProblem} from './account-problem.js';
import {plainAdd} from './add-instead-of-copy.js';
import {urlAdd} from './add-url.js';
import {apkCache} from './apk-cache.js';
import {aptInteractive} from './apt-interactive.js';
import {aptNoClean} from './apt-no-clean.js';
import {aptNoRecommends} from './apt-no-recommends.js';
import {aptNoYes} from './apt-no-yes.js';
import {aptUpgrade} from './apt-upgrade.js';
import {buildToolchain} from './build-toolchain.js';
import {cdInsteadOfWorkdir} from './cd-instead-of-workdir.js';
import {chmodAll} from './chmod-all.js';
import {deletedSecret} from './deleted-secret.js';
import {developmentHeaders} from './development-headers.js';
import {dnfNoClean} from './dnf-no-clean.js';
import {documentation} from './documentation.js';
import {downloadToShell} from './download-to-shell.js';
import {duplicateContent} from './duplicate-content.js';
import {emptyLayer} from './empty-layer.js';
import {hardwareDriver} from './hardware-driver.js';
import {identicalRewrite} from './identical-rewrite.js';
import {insecureDownload} from './insecure-download.js';
import {invalidPort} from './invalid-port.js';
import {labelMismatch} from './label-mismatch.js';
import {languageCache} from './language-cache.js';
import {leftoverFile} from './leftover-file.js';
import {maintainer} from './maintainer.js';
import {malformedLayer} from './malformed-layer.js';
import {metadataRewrite} from './metadata-rewrite.js';
import {missingCodec} from './missing-codec.js';
import {missingEntrypoint} from './missing-entrypoint.js';
import {missingInterpreter} from './missing-interpreter.js';
import {missingLabel} from './missing-label.js';
import {missingPath} from './missing-path.js';
import {forbiddenPath} from './forbidden-path.js';
import {missingLibrary} from './missing-library.js';
import {movedFile} from './moved-file.js';
import {noHealthcheck} from './no-healthcheck.js';
import {nonfreeBuild} from './nonfree-build.js';
import {npmCache} from './npm-cache.js';
import {onbuild} from './onbuild.js';
import {osPackageCache} from './os-package-cache.js';
import {overwritten} from './overwritten.js';
import {pipCache} from './pip-cache.js';
import {pipeWithoutPipefail} from './pipe-without-pipefail.js';
import {relativeWorkdir} from './relative-workdir.js';
import {relinkedShell} from './relinked-shell.js';
import {lateRemoval} from './remove-in-own-layer.js';
import {removedLater} from './removed-later.js';
import {repeatedInstruction} from './repeated-instruction.js';
import {rootUser} from './root-user.js';
import {rpmNoYes} from './rpm-no-yes.js';
import {secretFile} from './secret-file.js';
import {secretInConfig} from './secret-in-config.js';
import {sensitiveVolume} from './sensitive-volume.js';
import {setuid} from './setuid.js';
import {shellForm} from './shell-form.js';
import {staticLibrary} from './static-library.js';
import {sudoInBuild} from './sudo-in-build.js';
import {symbolVersion} from './symbol-version.js';
import {temporaryOnLayer} from './temp-on-layer.js';
import {uncheckedOrigin} from './unchecked-origin.js';
import {unpinnedPackage} from './unpinned-package.js';
import {unpinnedTag} from './unpinned-tag.js';
import {unsafeRpath} from './unsafe-rpath.js';
import {unstrippedBinary} from './unstripped-binary.js';
import {updateAlone} from './update-alone.js';
import {uselessCommand} from './useless-command.js';
import {useraddHighUid} from './useradd-high-uid.js';
import {versionControl} from './version-control.js';
import {volumeWaste} from './volume-waste.js';
import {wgetAndCurl} from './wget-and-curl.js';
import {worldWritable} from './world-writable.js';
import {wrongArchitecture} from './wrong-architecture.js';
import {yarnCache} from './yarn-cache.js';
import {yumNoClean} from './yum-no-clean.js';
import {zypperNoClean} from './zypper-no-clean.js';

/** Every rule, one line each, in the order in which pages list them. */
export const rules: readonly Rule[] = [
	metadataRewrite,
	identicalRewrite,
	movedFile,
	removedLater,
	overwritten,
	duplicateContent,
	emptyLayer,
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
	rootUser,
	noHealthcheck,
	shellForm,
	missingLabel,
	missingPath,
	forbiddenPath,
	unpinnedTag,
	volumeWaste,
	sensitiveVolume,
	onbuild,
	invalidPort,
	malformedLayer,
	aptUpgrade,
	aptNoRecommends,
	aptNoClean,
	aptNoYes,
	aptInteractive,
	updateAlone,
	rpmNoYes,
	dnfNoClean,
	yumNoClean,
	zypperNoClean,
	apkCache,
	pipCache,
	npmCache,
	yarnCache,
	unpinnedPackage,
	sudoInBuild,
	pipeWithoutPipefail,
	lateRemoval,
	cdInsteadOfWorkdir,
	uselessCommand,
	downloadToShell,
	insecureDownload,
	uncheckedOrigin,
	wgetAndCurl,
	urlAdd,
	plainAdd,
	chmodAll,
	useraddHighUid,
	relinkedShell,
	relativeWorkdir,
	maintainer,
	repeatedInstruction,
];
