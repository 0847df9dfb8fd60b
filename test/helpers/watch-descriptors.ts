/**
Loaded into a program beside it (`--import`): writes to the file that `DESCRIPTOR_LOG` names where a descriptor is closed that was closed
already. By then the system may have given its number to somebody else, whose file is closed.
*/
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import process from 'node:process';

const {openSync, closeSync} = fs;
const closed = new Set<number>();

fs.openSync = (...parameters) => {
	const fd = openSync(...parameters);
	closed.delete(fd);
	return fd;
};

fs.closeSync = fd => {
	if (closed.has(fd)) {
		fs.appendFileSync(process.env.DESCRIPTOR_LOG!, `${String(new Error('closed twice').stack)}\n`);
	}

	closed.add(fd);
	closeSync(fd);
};

syncBuiltinESMExports();
