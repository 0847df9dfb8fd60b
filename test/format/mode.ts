import test from 'ava';
import {formatMode, octalMode} from '../../source/format/mode.js';

test('as ls shows it', t => {
	t.is(formatMode(0o755, 'directory'), 'drwxr-xr-x');
	t.is(formatMode(0o644, 'file'), '-rw-r--r--');
	t.is(formatMode(0o777, 'symlink'), 'lrwxrwxrwx');
	t.is(formatMode(0o600, 'hardlink'), '-rw-------');
	t.is(formatMode(0o660, 'block-device'), 'brw-rw----');
	t.is(formatMode(0o666, 'character-device'), 'crw-rw-rw-');
	t.is(formatMode(0o600, 'fifo'), 'prw-------');
});

test('setuid, setgid and sticky, with and without x', t => {
	t.is(formatMode(0o4755, 'file'), '-rwsr-xr-x');
	t.is(formatMode(0o4644, 'file'), '-rwSr--r--');
	t.is(formatMode(0o2755, 'directory'), 'drwxr-sr-x');
	t.is(formatMode(0o2740, 'directory'), 'drwxr-S---');
	t.is(formatMode(0o1777, 'directory'), 'drwxrwxrwt');
	t.is(formatMode(0o1776, 'directory'), 'drwxrwxrwT');
});

test('octal, four digits', t => {
	t.is(octalMode(0o755), '0755');
	t.is(octalMode(0o4755), '4755');
	t.is(octalMode(0), '0000');
	t.is(octalMode(0o100_644), '0644');
});
