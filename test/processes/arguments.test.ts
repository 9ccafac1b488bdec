import assert from 'node:assert/strict';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { withArguments } from '../../src/processes/server/arguments.ts';

describe("the server's command line", () => {
  it('says what the server is there for, before the environment does', () => {
    const env = { PORT: '1', YINZHENG_ROLES: 'api' };
    assert.equal(withArguments(env, []), env);
    for (const given of [['--roles=public,jobs'], ['--roles', 'public,jobs']])
      assert.deepEqual(withArguments(env, given), { PORT: '1', YINZHENG_ROLES: 'public,jobs' });
  });

  it('refuses everything else', () => {
    for (const given of [['--role=public'], ['public'], ['--roles='], ['--roles'], ['--roles', ' ']])
      assert.throws(
        () => withArguments({}, given),
        (error) => isYinzhengError(error, 'CONFIGURATION_INVALID'),
        given.join(' '),
      );
  });
});
