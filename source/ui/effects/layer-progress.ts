import type {EntryTable} from '../../archive/entry-table.js';
import type {Image, LayerNumber} from '../../image/image.js';
import type {LayerStatus} from '../state.js';

/** How far each layer is. */
export class LayerProgress {
	private readonly statuses = new Map<LayerNumber, LayerStatus>();
	private total = 0;

	constructor(private readonly image: Image) {}

	/** Before reading begins, or is gone on with: what was read of a layer in part is read again. */
	begin(): void {
		this.total = 0;
		for (const [layer, status] of this.statuses) {
			if (status.step === 'reading') {
				this.statuses.delete(layer);
			} else if (status.step !== 'read') {
				this.statuses.set(layer, {...status, bytes: 0});
			}
		}
	}

	/** `bytes`: of all layers so far; what is more than before belongs to this layer. */
	read(layer: LayerNumber, bytes: number): void {
		const before = this.statuses.get(layer);
		const more = bytes - this.total;
		this.total = bytes;
		if (before?.step !== 'read') {
			const total = this.image.layers[layer - 1].storedSize;
			this.statuses.set(layer, {step: 'reading', warnings: [], isBroken: false, ...before, bytes: Math.min(total, (before?.bytes ?? 0) + more), total});
		}
	}

	/** A layer is listed, and next to nothing of it is fetched. */
	list(layer: LayerNumber, table: EntryTable): void {
		this.end('listed', layer, 0, table);
	}

	/** A layer could not be had. `isListed`: it is listed by its table of contents all the same. */
	lack(layer: LayerNumber, table: EntryTable, isListed: boolean): void {
		this.end(isListed || table.count > 0 ? 'listed' : 'failed', layer, 0, table);
	}

	finish(layer: LayerNumber, table: EntryTable): void {
		this.end(table.count === 0 && table.warnings.some(({incomplete}) => incomplete) ? 'failed' : 'read', layer, this.image.layers[layer - 1].storedSize, table);
	}

	private end(step: LayerStatus['step'], layer: LayerNumber, bytes: number, {warnings}: EntryTable): void {
		const total = this.image.layers[layer - 1].storedSize;
		this.statuses.set(layer, {
			step,
			bytes,
			total,
			warnings: warnings.map(({path, message}) => path === undefined ? message : `${path}: ${message}`),
			isBroken: warnings.some(({incomplete}) => incomplete),
		});
	}

	snapshot(): ReadonlyMap<LayerNumber, LayerStatus> {
		return new Map(this.statuses);
	}
}
