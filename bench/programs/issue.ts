/** Rows `issue` and `licence-bytes`: one licence to bytes, by the product and by the libraries of the baseline, in turns. */
import { readFileSync } from 'node:fs';
import { bundledFaces } from '../../src/adapters/fonts/index.ts';
import { fromBase64 } from '../../src/base/bytes.ts';
import { readTemplate } from '../../src/drawing/index.ts';
import { parseSeal } from '../../src/ses/index.ts';
import { createSealingBench, licenceValues } from '../../test/support/sealed-licence.ts';
import { issueWithBaseline, prepareBaseline } from '../baseline/licence.ts';
import { textsOf } from '../face-texts.ts';
import { measureInTurns } from '../measure.ts';
import { comparedRow, plainRow, printRows } from '../row.ts';

/** 17 characters. */
const SEAL_NAME = '样例省样例自治州市场监督管理局分局';

const bench = await createSealingBench({ sealName: SEAL_NAME });
try {
  const seal = fromBase64(bench.seal.version.seal);
  const { picture } = parseSeal(seal);
  const [regular] = bundledFaces();
  if (!regular) throw new Error('there is no font');
  const material = await prepareBaseline({
    font: readFileSync(regular.path),
    picture: picture.data,
    diameter: picture.width,
    seal,
  });
  const template = readTemplate(bench.face);
  let serial = 1;
  const values = () => licenceValues(SEAL_NAME, String(serial++).padStart(8, '0'));
  const [product = NaN, baseline = NaN] = await measureInTurns([
    () => bench.issue(serial++),
    () => issueWithBaseline(material, textsOf(template, values())),
  ]);
  const { length } = await bench.issue(serial);
  printRows([
    comparedRow('issue', 'ms', { value: product, baseline, better: 'smaller' }),
    plainRow('licence-bytes', 'bytes', length),
  ]);
} finally {
  await bench.close();
}
