import test from 'ava';
import {readOsRelease} from '../../source/content/os-release.js';

test('what a system says of itself', t => {
	t.deepEqual(readOsRelease(Buffer.from('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n')), {id: 'debian', versionId: '12', codename: 'bookworm'});
	t.deepEqual(readOsRelease(Buffer.from('ID=\'alpine\'\nVERSION_ID=3.19.1')), {id: 'alpine', versionId: '3.19.1', codename: ''});
});

test('what is no value, and other files', t => {
	t.deepEqual(readOsRelease(Buffer.from('ID="x\nID=a b\nVERSION_ID="1; rm -rf /"\nVERSION_CODENAME=\u001B[31mred')), {id: '', versionId: '', codename: ''});
	t.deepEqual(readOsRelease(Buffer.alloc(100_000, 0xFF)), {id: '', versionId: '', codename: ''});
});
