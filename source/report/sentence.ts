export {sentence} from '../format/sentence.js';
