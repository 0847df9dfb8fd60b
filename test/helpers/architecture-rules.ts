import path from 'node:path';
import ts from 'typescript';

/** The rooms in the order of the walk: a room imports only from rooms before it. */
const rooms = ['format', 'content', 'archive', 'image', 'tree', 'extract', 'audit', 'report', 'commands'];

/** Files of `source/` that lie in no room, and the rooms that they may import from. */
const roomless: Record<string, readonly string[]> = {
	'cli.ts': [...rooms, 'ui', 'options.ts'],
	'config.ts': [],
	'options.ts': [],
};

/** What else a room may import from. */
const doors: Record<string, readonly string[]> = {
	report: ['options.ts', 'config.ts'],
	commands: ['options.ts', 'config.ts'],
	ui: rooms.filter(room => room !== 'report' && room !== 'commands'),
};

/** The only ones that touch the outside: files, programs, networks, terminals. */
const outward = ['cli.ts', 'archive/', 'image/origins/', 'image/cache/', 'extract/', 'commands/', 'ui/effects'];
const outside = /^node:(?:child_process|dgram|dns|fs|http|http2|https|net|os|readline|tls|tty)(?:\/|$)/;

/** What only the screen needs, and a plain command shall not pay for. */
const screenPackages = /^(?:ink|react)(?:\/|$)/;

/** An import as a file writes it. */
type Import = {specifier: string; isDynamic: boolean; isTypeOnly: boolean; line: number};

/**
Which sentences of the architecture a file breaks.

@param file The file's path from `source/`, such as `tree/overlay.ts`.
@param text What it holds.
*/
export function brokenRules(file: string, text: string): string[] {
	const sourceFile = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
	const place = placeOf(file);
	const allowed = roomsFor(place);
	if (allowed === undefined) {
		return [`source/${file}: no room is called ${place}`];
	}

	const broken: string[] = [];
	const report = (line: number, sentence: string) => {
		broken.push(`source/${file}:${line}: ${sentence}`);
	};

	for (const {specifier, isDynamic, isTypeOnly, line} of importsOf(sourceFile)) {
		if (!specifier.startsWith('.')) {
			if (outside.test(specifier) && outward.every(prefix => !file.startsWith(prefix))) {
				report(line, `${specifier} touches the outside`);
			} else if (/^(?:node:)?(?:process|console)$/.test(specifier) && place !== 'cli.ts') {
				report(line, `${specifier} is for cli.ts alone`);
			} else if (screenPackages.test(specifier) && place !== 'ui') {
				report(line, `${specifier} is for the screen alone`);
			}

			continue;
		}

		if (/^ui\/views\/(?!index\.ts$)/.test(file) && /(?:^\.\/index|\/view-rows)\.js$/.test(specifier) && !isTypeOnly) {
			report(line, `${specifier} leads back to all views`);
		}

		const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts');
		const targetPlace = placeOf(target);
		if (target.startsWith('..')) {
			const isManifest = place === 'cli.ts' && target === '../package.json';
			if (!isManifest) {
				report(line, `${specifier} lies outside of source/`);
			}
		} else if (targetPlace !== place && !allowed.includes(targetPlace)) {
			report(line, `${place} does not import from ${targetPlace}`);
		} else if (place === 'cli.ts' && targetPlace === 'ui' && !isDynamic && !isTypeOnly) {
			report(line, 'the screen is loaded only when there is one, by import()');
		}
	}

	if (place !== 'cli.ts') {
		for (const {name, line} of globalUses(sourceFile, ['process', 'console'])) {
			report(line, `${name} is for cli.ts alone`);
		}
	}

	return broken;
}

/** The room in which a file of `source/` lies, or its own name where it lies in none. */
function placeOf(file: string): string {
	return file.split('/', 1)[0];
}

function roomsFor(place: string): readonly string[] | undefined {
	if (Object.hasOwn(roomless, place)) {
		return roomless[place];
	}

	const index = rooms.indexOf(place);
	const isRoom = index !== -1 || Object.hasOwn(doors, place);
	return isRoom ? [...rooms.slice(0, Math.max(0, index)), ...(doors[place] ?? [])] : undefined;
}

function importsOf(sourceFile: ts.SourceFile): Import[] {
	const imports: Import[] = [];
	const add = (node: ts.Node, specifier: ts.Node | undefined, isDynamic: boolean, isTypeOnly: boolean) => {
		if (specifier && ts.isStringLiteralLike(specifier)) {
			imports.push({specifier: specifier.text, isDynamic, isTypeOnly, line: lineOf(sourceFile, node)});
		}
	};

	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) {
			add(node, node.moduleSpecifier, false, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
		} else if (ts.isExportDeclaration(node)) {
			add(node, node.moduleSpecifier, false, node.isTypeOnly);
		} else if (ts.isImportTypeNode(node)) {
			add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, false, true);
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			add(node, node.arguments[0], true, false);
		}

		ts.forEachChild(node, visit);
	};

	visit(sourceFile);
	return imports;
}

/** Where a file uses a global variable of these names: an identifier that is no property, and that nothing in the file declares. */
function globalUses(sourceFile: ts.SourceFile, names: readonly string[]): Array<{name: string; line: number}> {
	const uses: Array<{name: string; line: number}> = [];
	const declared = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node) && names.includes(node.text)) {
			const {parent} = node;
			const isProperty = (ts.isPropertyAccessExpression(parent) && parent.name === node && parent.expression.getText() !== 'globalThis')
				|| ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)
					|| ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent)) && parent.name === node)
				|| ts.isJsxAttribute(parent);
			const isDeclaration = (ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)
				|| ts.isImportClause(parent) || ts.isImportSpecifier(parent) || ts.isNamespaceImport(parent)) && parent.name === node;
			if (isDeclaration) {
				declared.add(node.text);
			} else if (!isProperty) {
				uses.push({name: node.text, line: lineOf(sourceFile, node)});
			}
		}

		ts.forEachChild(node, visit);
	};

	visit(sourceFile);
	return uses.filter(({name}) => !declared.has(name));
}

function lineOf(sourceFile: ts.SourceFile, node: ts.Node): number {
	return sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile)).line + 1;
}
