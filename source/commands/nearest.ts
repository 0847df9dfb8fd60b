export {didYouMean, nearest} from '../format/nearest.js';
