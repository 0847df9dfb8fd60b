import {onePackage, type PackageFact} from './package-fact.js';

/**
Name and version of a Ruby gem by the name of its specification, such as `nokogiri-1.16.2-x86_64-linux.gemspec`: the file itself is a
program in Ruby. A version begins with a digit, and no part of a name after a dash does.
*/
export function readGemName(file: string): PackageFact {
	const [, name, version] = /^(.+?)-(\d[\w.]*(?:-.+)?)\.gemspec$/.exec(file) ?? [];
	return onePackage(name, version);
}
