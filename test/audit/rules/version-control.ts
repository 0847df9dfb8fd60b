import test from 'ava';
import {versionControl} from '../../../source/audit/rules/version-control.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';

test('repositories are warned of, and what editors leave is noted', async t => {
	t.deepEqual(await toldFindings(t, [versionControl], `
		COPY . /app
		  app/.git/HEAD * 10
		  app/.git/objects/pack/p.pack * 2000
		  app/.idea/workspace.xml * 100
		  app/.DS_Store * 40
		  app/Dockerfile * 20
		  app/docker/Dockerfile.api * 10
		RUN git clone
		  opt/tool/.svn/wc.db * 10
		  opt/other/.hg/requires * 20
	`), [
		'warning version-control layer 1 /app/.git 2010 B: /app/.git (2.01 kB) holds all that was ever checked in, and what was taken out since.',
		'warning version-control layer 2 /opt 30 B: /opt/other/.hg (20 B) and /opt/tool/.svn (10 B) hold all that was ever checked in, and what was taken out since.',
		'note version-control layer 1 /app 170 B: 4 files (170 B) of a working folder, not of a program: /app/.idea (100 B), /app/.DS_Store (40 B), /app/Dockerfile (20 B) and /app/docker/Dockerfile.api (10 B).',
	]);
});

test('none: a folder that is but called so, what a package brings, what is removed', async t => {
	t.deepEqual(await toldFindings(t, [versionControl], `
		COPY . /app
		  app/.git/config * 10
		  app/.github/workflows/ci.yml * 10
		  app/.gitignore * 10
		  app/dockerfile-parser.js * 10
		  app/node_modules/left-pad/package.json = {"name": "left-pad", "version": "1.0.0"}
		  app/node_modules/left-pad/Dockerfile * 10
		  app/node_modules/left-pad/.vscode/settings.json * 10
		  old/.git/HEAD * 10
		RUN rm -rf /old/.git
		  old/.wh..git
	`), []);
});

test('what to write instead', async t => {
	const remedies = async (instruction: string) => (await auditStory(t, [versionControl], `
		${instruction}
		  app/.git/HEAD * 10
	`)).map(({remedy}) => remedy);
	t.deepEqual(await remedies('COPY . /app'), ['Put `**/.git` into .dockerignore: the COPY of layer 1 brings it along.']);
	t.deepEqual(await remedies('RUN git clone https://example.com/app /app'), ['Write `RUN git clone https://example.com/app /app && rm -rf /app/.git` in layer 1, or fetch an archive of the release in place of the repository.']);
});
