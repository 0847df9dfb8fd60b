import test from 'ava';
import {setuid} from '../../../source/audit/rules/setuid.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';

const contents = {dpkg: 'Package: login\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n', list: '/usr/bin/passwd\n/usr/bin/su\n/usr/bin/less\n/usr/bin/newuidmap\n'};

test('what a build made setuid, by itself; what packages brought so, together', async t => {
	t.deepEqual(await toldFindings(t, [setuid], `
		ADD rootfs.tar /
		  var/lib/dpkg/status = @dpkg
		  var/lib/dpkg/info/login.list = @list
		  04755 usr/bin/passwd = a
		  04755 usr/bin/su = b
		  0755 usr/bin/less = c
		  security.capability! opt/ping = d
		  security.capability! usr/bin/newuidmap = e
		RUN chmod u+s /usr/bin/less && install x
		  04755 usr/bin/less = c
		  06755 opt/x = x
	`, {contents}), [
		'note setuid /usr/bin: 3 files of packages are setuid or setgid or have capabilities, as installed: /usr/bin/newuidmap, /usr/bin/passwd and /usr/bin/su.',
		'note setuid layer 1 /opt/ping: /opt/ping has capabilities: who runs it has rights that are not theirs.',
		'note setuid layer 2 /opt/x: /opt/x is setuid and setgid: who runs it has rights that are not theirs.',
		'note setuid layer 2 /usr/bin/less: /usr/bin/less is setuid: who runs it has rights that are not theirs.',
	]);
});

test('nothing of the kind: folders, links, what a later layer took away', async t => {
	t.deepEqual(await toldFindings(t, [setuid], `
		ADD rootfs.tar /
		  02775 var/mail/
		  01777 tmp/
		  04755 bin/a = a
		  04755 bin/b = b
		  bin/c -> b
		  user.a! bin/d = d
		RUN chmod a-s /bin/a && rm /bin/b
		  0755 bin/a = a
		  bin/.wh.b
	`), []);
});

test('bits are taken away by chmod, capabilities by setcap', async t => {
	const remedies = async (story: string, more = {}) => (await auditStory(t, [setuid], story, {contents: {...contents, ...more}})).map(({remedy}) => remedy);
	t.deepEqual(await remedies(`
		RUN setcap cap_net_raw+ep /opt/ping
		  security.capability! opt/ping = d
		  04755 opt/x = x
	`), [
		'Unless it needs them, take them away in the instruction that gives them: setcap -r /opt/ping.',
		'Unless it needs them, take them away in the instruction that stores it: chmod a-s /opt/x.',
	]);
	const shipped = (lines: string) => `ADD rootfs.tar /\n  var/lib/dpkg/status = @dpkg\n  var/lib/dpkg/info/login.list = @list\n  ${lines}`;
	const begin = 'Where nobody needs them, run containers with --security-opt=no-new-privileges, or end the instruction that installs them with';
	t.deepEqual(await remedies(shipped('04755 usr/bin/su = b')), [`${begin} \`find / -xdev -perm /6000 -type f -exec chmod a-s {} +\`.`]);
	t.deepEqual(await remedies(shipped('security.capability! usr/bin/su = b')), [`${begin} \`setcap -r /usr/bin/su\`.`]);
	t.deepEqual(await remedies(shipped('04755 usr/bin/su = b\n  security.capability! usr/bin/less = b')), [`${begin} \`find / -xdev -perm /6000 -type f -exec chmod a-s {} +\` and \`setcap -r /usr/bin/less\`.`]);
});
