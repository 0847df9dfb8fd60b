import test from 'ava';
import {SystemFiles} from '../../source/audit/system-files.js';
import {loadStory} from '../helpers/load-story.js';

test('paths lead where a program in a container would come', async t => {
	const {overlay} = await loadStory(t, `
		COPY . /
		  usr/bin/tool = t
		  usr/bin/alias -> tool
		  bin -> usr/bin
		  loop -> loop
		  out -> ../../../usr/bin/tool
		  gone = g
		RUN rm /gone
		  .wh.gone
	`);
	const files = new SystemFiles(overlay);
	const name = (path: string) => {
		const found = files.find(path);
		return found && files.name(found);
	};

	t.is(name('/bin/alias'), '/usr/bin/tool');
	t.is(name('/bin/../bin/tool'), '/usr/bin/tool');
	t.is(name('/out'), '/usr/bin/tool');
	t.is(name('/bin/'), '/usr/bin');
	t.is(name('/loop'), undefined);
	t.is(name('/loop/x'), undefined);
	t.is(name('/gone'), undefined);
	t.is(name('/usr/bin/tool/x'), undefined);
	t.is(files.content('/bin'), undefined);
	t.is(overlay.store.sizeOf(files.content('/bin/alias')!), 1);
});
