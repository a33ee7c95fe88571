import { LIMITS } from '../../base/index.ts';
import type { ItemBounds } from './array-walk.ts';

/** What one instance, or one entry of a list, may measure. */
export const ITEM_BOUNDS: ItemBounds = Object.freeze({
  bytesMax: LIMITS.archiveItemBytesMax,
  depthMax: LIMITS.archiveItemDepthMax,
  nodesMax: LIMITS.archiveItemNodesMax,
});
