import type {LayerNumber} from '../image/image.js';
import type {ReportedWaste} from './waste.js';

/** Of the layers that stored a waste, and of those that hid it, so many are shown with their instruction. */
export const mostLayers = 3;

/** The layers that stored or hid most of a waste, ascending. */
export function worstLayers({parts}: ReportedWaste, key: 'layer' | 'hiddenBy'): LayerNumber[] {
	const bytes = new Map<LayerNumber, number>();
	for (const part of parts) {
		bytes.set(part[key], (bytes.get(part[key]) ?? 0) + part.bytes);
	}

	return [...bytes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostLayers).map(([layer]) => layer).sort((a, b) => a - b);
}
