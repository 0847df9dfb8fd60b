import {auditView} from './audit.js';
import {buildView} from './build.js';
import {duplicatesView} from './duplicates.js';
import {choicesView} from './choices.js';
import {differencesView} from './differences.js';
import {imagesView} from './images.js';
import {mapView} from './map.js';
import {packagesView} from './packages.js';
import {sidesView} from './sides.js';
import {startView} from './start.js';
import {storyView} from './story.js';
import {wasteView} from './waste.js';
import type {ListView, View} from './view.js';
import type {ViewName} from './view-names.js';

/** The views that are lists. */
export const listViews: Readonly<Record<Exclude<ViewName, 'map'>, ListView<unknown>>> = {
	audit: auditView, waste: wasteView, duplicates: duplicatesView, packages: packagesView, story: storyView, build: buildView,
	images: imagesView, sides: sidesView, differences: differencesView, start: startView, choices: choicesView,
};

/** All views in the files' place. */
export const views: Readonly<Record<ViewName, View<unknown>>> = {...listViews, map: mapView};
