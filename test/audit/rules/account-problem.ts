import test from 'ava';
import {accountProblem} from '../../../source/audit/rules/account-problem.js';
import {toldFindings} from '../../helpers/audit-story.js';

test('empty passwords, hashes for all to read, roots beside root, numbers that several have', async t => {
	t.deepEqual(await toldFindings(t, [accountProblem], `
		ADD rootfs.tar /
		  etc/passwd = @passwd
		  etc/shadow = @shadow
		  etc/group = @group
	`, {contents: {
		passwd: 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\na:x:1000:1000::/:/bin/sh\nb:x:1000:1000::/:/bin/sh\nopen::7:7::/:/bin/sh\nold:$1$abc$def:8:8::/:/bin/sh\n',
		shadow: 'root::19000:0:99999:7:::\na:*:1::::::\n',
		group: 'root:x:0:\nusers:x:100:\nstaff:x:100:a\n',
	}}), [
		'error account-problem layer 1 /etc/passwd: The password hash of the user old stands in /etc/passwd, which every user can read.',
		'error account-problem layer 1 /etc/passwd: The user open has an empty password in /etc/passwd: whoever is in the container becomes open by su.',
		'error account-problem layer 1 /etc/passwd: The user toor has uid 0: it is root by another name.',
		'error account-problem layer 1 /etc/shadow: The user root has an empty password in /etc/shadow: whoever is in the container becomes root by su.',
		'note account-problem layer 1 /etc/group: The groups users and staff share the gid 100: each may do with files what the others may.',
		'note account-problem layer 1 /etc/passwd: The users a and b share the uid 1000: each may do with files what the others may.',
	]);
});

test('accounts as they should be: locked ones, one hash in shadow, what an older layer had, what is no account', async t => {
	t.deepEqual(await toldFindings(t, [accountProblem], `
		ADD rootfs.tar /
		  etc/passwd = root::0:0::/root:/bin/sh
		  etc/shadow = root::1::::::
		RUN passwd -l root
		  etc/passwd = @passwd
		  etc/shadow = @shadow
		  etc/group = @group
		  srv/etc/shadow = root::1::::::
	`, {contents: {passwd: 'root:x:0:0::/root:/bin/sh\nbin:*:1:1::/:\nsync:!:4:65534::/:\n+::::::\n# x::0:0\n\nnonsense\n', shadow: 'root:!:1::::::\nbin:*:1::::::\na:$6$abcdefgh$abcdefgh:1::::::\nsshd:!!:1::::::\n', group: 'root:x:0:\nroot:x:0:\n'}}), []);
});
