// The order of the test files: what takes longest begins first, so that the last minutes are not left to one worker. Where jest knows how long
// each took before, it sorts by that; a fresh clone knows nothing, and there the folder tells.
const { default: Sequencer } = require('@jest/test-sequencer');

const folders = [
  'e2e',
  'integration/direct',
  'integration/fidelity-special',
  'integration/fidelity',
  'integration',
  'orchestrators',
  'unit',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => folders.findIndex((folder) => path.replaceAll('\\', '/').includes(`/test/${folder}/`));
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
