import process from 'node:process';
import {parseImageName} from '../../source/image/image-name.js';
import {Registries} from '../../source/image/origins/registry/registries.js';

/*
A program of its own, because Node reads NODE_EXTRA_CA_CERTS when it starts: `read-manifest.ts NAME TAG` writes the manifest's type.
*/
const [name, tag] = process.argv.slice(2);
const registries = new Registries({environment: process.env, home: '/nowhere', root: '/nowhere'});
const {mediaType} = await registries.repository(parseImageName(name)).manifest(tag);
process.stdout.write(mediaType);
registries.close();
