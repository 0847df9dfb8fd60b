import test from 'ava';
import {worldWritable} from '../../../source/audit/rules/world-writable.js';
import {toldFindings} from '../../helpers/audit-story.js';

test('open folders with all that is open in them as one, and files by the folder and the layer that they are of', async t => {
	t.deepEqual(await toldFindings(t, [worldWritable], `
		COPY . /app
		  0777 app/
		  0666 app/a
		  0777 app/sub/
		  0666 app/sub/b
		  0644 app/sub/c
		  0755 srv/
		  0666 srv/one
		  0666 srv/two
		  0777 run/
		RUN more
		  0666 srv/three
	`), [
		'warning world-writable layer 1 /app: /app, and 1 folder and 2 files in it, may be changed by every user.',
		'warning world-writable layer 1 /run: /run may be changed by every user.',
		'warning world-writable layer 1 /srv/one: /srv/one, and 1 other file in /srv, may be written by every user.',
		'warning world-writable layer 2 /srv/three: /srv/three may be written by every user.',
	]);
});

test('nobody else writes: sticky folders, links, what is closed or gone', async t => {
	t.deepEqual(await toldFindings(t, [worldWritable], `
		COPY . /app
		  01777 tmp/
		  03777 var/tmp/
		  0777 app/link -> a
		  0664 app/a
		  0666 app/b
		  0777 app/c/
		RUN chmod
		  0644 app/b
		  0755 app/c/
	`), []);
});
