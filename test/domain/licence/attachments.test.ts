import assert from 'node:assert/strict';
import { attachmentFormat, checkAssociated, LARGEST_ATTACHMENT } from '../../../src/domain/licence/index.ts';
import { zipOf } from '../../support/spreadsheet.ts';

const IDENTIFIER = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';

describe('attachments of licences', () => {
  it('are told apart by their content', () => {
    assert.equal(attachmentFormat(Buffer.from('%PDF-1.7\n')), 'pdf');
    assert.equal(attachmentFormat(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])), 'png');
    assert.equal(attachmentFormat(Buffer.from([0xff, 0xd8, 0xff, 0xe0])), 'jpeg');
    assert.equal(attachmentFormat(zipOf({ 'OFD.xml': '<OFD/>' })), 'ofd');
    const others = [Buffer.from(''), Buffer.from('<html>'), Buffer.from('MZ'), Buffer.from(' %PDF-'), zipOf({ 'a.txt': 'x' })];
    for (const other of others) assert.throws(() => attachmentFormat(other), { code: 'ATTACHMENT_REFUSED' });
    const large = Buffer.alloc(LARGEST_ATTACHMENT + 1);
    large.write('%PDF-');
    assert.throws(() => attachmentFormat(large), { code: 'ATTACHMENT_REFUSED' });
  });
});

describe('associated licences', () => {
  it('are named by identifiers, each once', () => {
    checkAssociated([]);
    checkAssociated([{ identifier: IDENTIFIER, relation: 'based-on' }]);
    const twice = { identifier: IDENTIFIER, relation: 'related' } as const;
    assert.throws(() => checkAssociated([twice, twice]), { code: 'FIELD_INVALID' });
    assert.throws(() => checkAssociated([{ identifier: 'A-1', relation: 'related' }]), { code: 'FIELD_INVALID' });
  });
});
