/* eslint-disable */
// Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.
function ucs2length(text) {
  return Array.from(text).length;
}
('use strict');
export const validateClientOpen = validate188;
const schema7 = {
  title: 'ClientOpen',
  description: 'The first request on a comm.',
  type: 'object',
  properties: {
    kind: { const: 'client.open' },
    id: { $ref: '#/definitions/Id' },
    client: {
      description:
        'Random, kept over a page reload, so that a reload replaces itself.',
      type: 'string',
      maxLength: 64
    },
    path: { description: "The notebook's path.", $ref: '#/definitions/Name' },
    version: { type: 'string', maxLength: 50 },
    protocol: { type: 'integer' }
  },
  required: ['kind', 'id', 'client', 'path', 'version', 'protocol'],
  additionalProperties: false
};
const schema8 = {
  description: 'Chosen by the side that asks; the reply repeats it.',
  type: 'string',
  maxLength: 64
};
const func2 = ucs2length;

function validate23(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === 'string') {
      if (func2(data) > 64) {
        validate23.errors = [
          {
            instancePath,
            schemaPath: '#/maxLength',
            keyword: 'maxLength',
            params: { limit: 64 },
            message: 'must NOT have more than 64 characters'
          }
        ];
        return false;
      }
    } else {
      validate23.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string'
        }
      ];
      return false;
    }
  }
  validate23.errors = vErrors;
  return errors === 0;
}

const schema9 = {
  description:
    "A name from the user's code or kernel. Hostile until shown as text.",
  type: 'string',
  maxLength: 1000
};

function validate25(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === 'string') {
      if (func2(data) > 1000) {
        validate25.errors = [
          {
            instancePath,
            schemaPath: '#/maxLength',
            keyword: 'maxLength',
            params: { limit: 1000 },
            message: 'must NOT have more than 1000 characters'
          }
        ];
        return false;
      }
    } else {
      validate25.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string'
        }
      ];
      return false;
    }
  }
  validate25.errors = vErrors;
  return errors === 0;
}

function validate188(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.client === undefined && (missing0 = 'client')) ||
        (data.path === undefined && (missing0 = 'path')) ||
        (data.version === undefined && (missing0 = 'version')) ||
        (data.protocol === undefined && (missing0 = 'protocol'))
      ) {
        validate188.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'client' ||
            key0 === 'path' ||
            key0 === 'version' ||
            key0 === 'protocol'
          )) {
            validate188.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('client.open' !== data.kind) {
              validate188.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'client.open' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.client !== undefined) {
                let data2 = data.client;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 64) {
                      validate188.errors = [
                        {
                          instancePath: instancePath + '/client',
                          schemaPath: '#/properties/client/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 64 },
                          message: 'must NOT have more than 64 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate188.errors = [
                      {
                        instancePath: instancePath + '/client',
                        schemaPath: '#/properties/client/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.path !== undefined) {
                  const _errs6 = errors;
                  if (
                    !validate25(data.path, {
                      instancePath: instancePath + '/path',
                      parentData: data,
                      parentDataProperty: 'path',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate25.errors
                        : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.version !== undefined) {
                    let data4 = data.version;
                    const _errs7 = errors;
                    if (errors === _errs7) {
                      if (typeof data4 === 'string') {
                        if (func2(data4) > 50) {
                          validate188.errors = [
                            {
                              instancePath: instancePath + '/version',
                              schemaPath: '#/properties/version/maxLength',
                              keyword: 'maxLength',
                              params: { limit: 50 },
                              message: 'must NOT have more than 50 characters'
                            }
                          ];
                          return false;
                        }
                      } else {
                        validate188.errors = [
                          {
                            instancePath: instancePath + '/version',
                            schemaPath: '#/properties/version/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                    }
                    var valid0 = _errs7 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.protocol !== undefined) {
                      let data5 = data.protocol;
                      const _errs9 = errors;
                      if (!(
                        typeof data5 == 'number' &&
                        !(data5 % 1) &&
                        !isNaN(data5) &&
                        isFinite(data5)
                      )) {
                        validate188.errors = [
                          {
                            instancePath: instancePath + '/protocol',
                            schemaPath: '#/properties/protocol/type',
                            keyword: 'type',
                            params: { type: 'integer' },
                            message: 'must be integer'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate188.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate188.errors = vErrors;
  return errors === 0;
}

export const validateClientOpened = validate191;
const schema10 = {
  title: 'ClientOpened',
  type: 'object',
  properties: {
    kind: { const: 'client.opened' },
    id: { $ref: '#/definitions/Id' },
    hello: { $ref: '#/definitions/Hello' }
  },
  required: ['kind', 'id', 'hello'],
  additionalProperties: false
};
const schema11 = {
  title: 'Hello',
  description: 'What the companion is and can; also the value of `install()`.',
  type: 'object',
  properties: {
    version: { type: 'string', maxLength: 50 },
    protocol: { type: 'integer' },
    python: { type: 'string', maxLength: 50 },
    executable: { type: 'string', maxLength: 1000 },
    torch: {
      description: 'The version, or null until the user has imported it.',
      type: ['string', 'null'],
      maxLength: 50
    },
    capabilities: {
      description: 'The kinds of requests that are answered.',
      type: 'array',
      maxItems: 100,
      items: { type: 'string', maxLength: 50 }
    }
  },
  required: [
    'version',
    'protocol',
    'python',
    'executable',
    'torch',
    'capabilities'
  ],
  additionalProperties: false
};

function validate30(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.version === undefined && (missing0 = 'version')) ||
        (data.protocol === undefined && (missing0 = 'protocol')) ||
        (data.python === undefined && (missing0 = 'python')) ||
        (data.executable === undefined && (missing0 = 'executable')) ||
        (data.torch === undefined && (missing0 = 'torch')) ||
        (data.capabilities === undefined && (missing0 = 'capabilities'))
      ) {
        validate30.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'version' ||
            key0 === 'protocol' ||
            key0 === 'python' ||
            key0 === 'executable' ||
            key0 === 'torch' ||
            key0 === 'capabilities'
          )) {
            validate30.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.version !== undefined) {
            let data0 = data.version;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === 'string') {
                if (func2(data0) > 50) {
                  validate30.errors = [
                    {
                      instancePath: instancePath + '/version',
                      schemaPath: '#/properties/version/maxLength',
                      keyword: 'maxLength',
                      params: { limit: 50 },
                      message: 'must NOT have more than 50 characters'
                    }
                  ];
                  return false;
                }
              } else {
                validate30.errors = [
                  {
                    instancePath: instancePath + '/version',
                    schemaPath: '#/properties/version/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.protocol !== undefined) {
              let data1 = data.protocol;
              const _errs4 = errors;
              if (!(
                typeof data1 == 'number' &&
                !(data1 % 1) &&
                !isNaN(data1) &&
                isFinite(data1)
              )) {
                validate30.errors = [
                  {
                    instancePath: instancePath + '/protocol',
                    schemaPath: '#/properties/protocol/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.python !== undefined) {
                let data2 = data.python;
                const _errs6 = errors;
                if (errors === _errs6) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 50) {
                      validate30.errors = [
                        {
                          instancePath: instancePath + '/python',
                          schemaPath: '#/properties/python/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 50 },
                          message: 'must NOT have more than 50 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate30.errors = [
                      {
                        instancePath: instancePath + '/python',
                        schemaPath: '#/properties/python/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.executable !== undefined) {
                  let data3 = data.executable;
                  const _errs8 = errors;
                  if (errors === _errs8) {
                    if (typeof data3 === 'string') {
                      if (func2(data3) > 1000) {
                        validate30.errors = [
                          {
                            instancePath: instancePath + '/executable',
                            schemaPath: '#/properties/executable/maxLength',
                            keyword: 'maxLength',
                            params: { limit: 1000 },
                            message: 'must NOT have more than 1000 characters'
                          }
                        ];
                        return false;
                      }
                    } else {
                      validate30.errors = [
                        {
                          instancePath: instancePath + '/executable',
                          schemaPath: '#/properties/executable/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.torch !== undefined) {
                    let data4 = data.torch;
                    const _errs10 = errors;
                    if (typeof data4 !== 'string' && data4 !== null) {
                      validate30.errors = [
                        {
                          instancePath: instancePath + '/torch',
                          schemaPath: '#/properties/torch/type',
                          keyword: 'type',
                          params: { type: schema11.properties.torch.type },
                          message: 'must be string,null'
                        }
                      ];
                      return false;
                    }
                    if (errors === _errs10) {
                      if (typeof data4 === 'string') {
                        if (func2(data4) > 50) {
                          validate30.errors = [
                            {
                              instancePath: instancePath + '/torch',
                              schemaPath: '#/properties/torch/maxLength',
                              keyword: 'maxLength',
                              params: { limit: 50 },
                              message: 'must NOT have more than 50 characters'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.capabilities !== undefined) {
                      let data5 = data.capabilities;
                      const _errs12 = errors;
                      if (errors === _errs12) {
                        if (Array.isArray(data5)) {
                          if (data5.length > 100) {
                            validate30.errors = [
                              {
                                instancePath: instancePath + '/capabilities',
                                schemaPath:
                                  '#/properties/capabilities/maxItems',
                                keyword: 'maxItems',
                                params: { limit: 100 },
                                message: 'must NOT have more than 100 items'
                              }
                            ];
                            return false;
                          } else {
                            var valid1 = true;
                            const len0 = data5.length;
                            for (let i0 = 0; i0 < len0; i0++) {
                              let data6 = data5[i0];
                              const _errs14 = errors;
                              if (errors === _errs14) {
                                if (typeof data6 === 'string') {
                                  if (func2(data6) > 50) {
                                    validate30.errors = [
                                      {
                                        instancePath:
                                          instancePath + '/capabilities/' + i0,
                                        schemaPath:
                                          '#/properties/capabilities/items/maxLength',
                                        keyword: 'maxLength',
                                        params: { limit: 50 },
                                        message:
                                          'must NOT have more than 50 characters'
                                      }
                                    ];
                                    return false;
                                  }
                                } else {
                                  validate30.errors = [
                                    {
                                      instancePath:
                                        instancePath + '/capabilities/' + i0,
                                      schemaPath:
                                        '#/properties/capabilities/items/type',
                                      keyword: 'type',
                                      params: { type: 'string' },
                                      message: 'must be string'
                                    }
                                  ];
                                  return false;
                                }
                              }
                              var valid1 = _errs14 === errors;
                              if (!valid1) {
                                break;
                              }
                            }
                          }
                        } else {
                          validate30.errors = [
                            {
                              instancePath: instancePath + '/capabilities',
                              schemaPath: '#/properties/capabilities/type',
                              keyword: 'type',
                              params: { type: 'array' },
                              message: 'must be array'
                            }
                          ];
                          return false;
                        }
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate30.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate30.errors = vErrors;
  return errors === 0;
}

function validate191(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.hello === undefined && (missing0 = 'hello'))
      ) {
        validate191.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'kind' || key0 === 'id' || key0 === 'hello')) {
            validate191.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('client.opened' !== data.kind) {
              validate191.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'client.opened' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.hello !== undefined) {
                const _errs4 = errors;
                if (
                  !validate30(data.hello, {
                    instancePath: instancePath + '/hello',
                    parentData: data,
                    parentDataProperty: 'hello',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate30.errors
                      : vErrors.concat(validate30.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate191.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate191.errors = vErrors;
  return errors === 0;
}

export const validateNotebookCheck = validate194;
const schema12 = {
  title: 'NotebookCheck',
  description:
    'Asks for all findings of a notebook. Sends only the cells whose text changed since the last request of this client.',
  type: 'object',
  properties: {
    kind: { const: 'notebook.check' },
    id: { $ref: '#/definitions/Id' },
    revision: { type: 'integer' },
    order: {
      description: 'All code cells, top to bottom.',
      type: 'array',
      maxItems: 20000,
      items: { $ref: '#/definitions/CellId' }
    },
    cells: {
      type: 'array',
      maxItems: 20000,
      items: { $ref: '#/definitions/CellText' }
    },
    live: {
      description:
        'Sweep the live objects; false: read the text only, and keep the evidence of the last sweep.',
      type: 'boolean'
    },
    min_severity: { $ref: '#/definitions/Severity' },
    ignore: {
      description: 'Codes of rules that are off.',
      type: 'array',
      maxItems: 200,
      items: { type: 'string', maxLength: 20 }
    }
  },
  required: [
    'kind',
    'id',
    'revision',
    'order',
    'cells',
    'live',
    'min_severity',
    'ignore'
  ],
  additionalProperties: false
};
const schema13 = {
  description: "The notebook's own id of a cell.",
  type: 'string',
  maxLength: 128
};

function validate35(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === 'string') {
      if (func2(data) > 128) {
        validate35.errors = [
          {
            instancePath,
            schemaPath: '#/maxLength',
            keyword: 'maxLength',
            params: { limit: 128 },
            message: 'must NOT have more than 128 characters'
          }
        ];
        return false;
      }
    } else {
      validate35.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string'
        }
      ];
      return false;
    }
  }
  validate35.errors = vErrors;
  return errors === 0;
}

const schema14 = {
  title: 'CellText',
  type: 'object',
  properties: {
    cell_id: { $ref: '#/definitions/CellId' },
    source: { type: 'string', maxLength: 2000000 }
  },
  required: ['cell_id', 'source'],
  additionalProperties: false
};

function validate37(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.cell_id === undefined && (missing0 = 'cell_id')) ||
        (data.source === undefined && (missing0 = 'source'))
      ) {
        validate37.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'cell_id' || key0 === 'source')) {
            validate37.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.cell_id !== undefined) {
            const _errs2 = errors;
            if (
              !validate35(data.cell_id, {
                instancePath: instancePath + '/cell_id',
                parentData: data,
                parentDataProperty: 'cell_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate35.errors
                  : vErrors.concat(validate35.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.source !== undefined) {
              let data1 = data.source;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (typeof data1 === 'string') {
                  if (func2(data1) > 2000000) {
                    validate37.errors = [
                      {
                        instancePath: instancePath + '/source',
                        schemaPath: '#/properties/source/maxLength',
                        keyword: 'maxLength',
                        params: { limit: 2000000 },
                        message: 'must NOT have more than 2000000 characters'
                      }
                    ];
                    return false;
                  }
                } else {
                  validate37.errors = [
                    {
                      instancePath: instancePath + '/source',
                      schemaPath: '#/properties/source/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate37.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate37.errors = vErrors;
  return errors === 0;
}

const schema15 = {
  title: 'Severity',
  enum: ['error', 'warning', 'info', 'hint']
};

function validate40(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (!(
    data === 'error' ||
    data === 'warning' ||
    data === 'info' ||
    data === 'hint'
  )) {
    validate40.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema15.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate40.errors = vErrors;
  return errors === 0;
}

function validate194(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.revision === undefined && (missing0 = 'revision')) ||
        (data.order === undefined && (missing0 = 'order')) ||
        (data.cells === undefined && (missing0 = 'cells')) ||
        (data.live === undefined && (missing0 = 'live')) ||
        (data.min_severity === undefined && (missing0 = 'min_severity')) ||
        (data.ignore === undefined && (missing0 = 'ignore'))
      ) {
        validate194.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'revision' ||
            key0 === 'order' ||
            key0 === 'cells' ||
            key0 === 'live' ||
            key0 === 'min_severity' ||
            key0 === 'ignore'
          )) {
            validate194.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('notebook.check' !== data.kind) {
              validate194.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'notebook.check' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.revision !== undefined) {
                let data2 = data.revision;
                const _errs4 = errors;
                if (!(
                  typeof data2 == 'number' &&
                  !(data2 % 1) &&
                  !isNaN(data2) &&
                  isFinite(data2)
                )) {
                  validate194.errors = [
                    {
                      instancePath: instancePath + '/revision',
                      schemaPath: '#/properties/revision/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.order !== undefined) {
                  let data3 = data.order;
                  const _errs6 = errors;
                  if (errors === _errs6) {
                    if (Array.isArray(data3)) {
                      if (data3.length > 20000) {
                        validate194.errors = [
                          {
                            instancePath: instancePath + '/order',
                            schemaPath: '#/properties/order/maxItems',
                            keyword: 'maxItems',
                            params: { limit: 20000 },
                            message: 'must NOT have more than 20000 items'
                          }
                        ];
                        return false;
                      } else {
                        var valid1 = true;
                        const len0 = data3.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs8 = errors;
                          if (
                            !validate35(data3[i0], {
                              instancePath: instancePath + '/order/' + i0,
                              parentData: data3,
                              parentDataProperty: i0,
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate35.errors
                                : vErrors.concat(validate35.errors);
                            errors = vErrors.length;
                          }
                          var valid1 = _errs8 === errors;
                          if (!valid1) {
                            break;
                          }
                        }
                      }
                    } else {
                      validate194.errors = [
                        {
                          instancePath: instancePath + '/order',
                          schemaPath: '#/properties/order/type',
                          keyword: 'type',
                          params: { type: 'array' },
                          message: 'must be array'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.cells !== undefined) {
                    let data5 = data.cells;
                    const _errs9 = errors;
                    if (errors === _errs9) {
                      if (Array.isArray(data5)) {
                        if (data5.length > 20000) {
                          validate194.errors = [
                            {
                              instancePath: instancePath + '/cells',
                              schemaPath: '#/properties/cells/maxItems',
                              keyword: 'maxItems',
                              params: { limit: 20000 },
                              message: 'must NOT have more than 20000 items'
                            }
                          ];
                          return false;
                        } else {
                          var valid2 = true;
                          const len1 = data5.length;
                          for (let i1 = 0; i1 < len1; i1++) {
                            const _errs11 = errors;
                            if (
                              !validate37(data5[i1], {
                                instancePath: instancePath + '/cells/' + i1,
                                parentData: data5,
                                parentDataProperty: i1,
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate37.errors
                                  : vErrors.concat(validate37.errors);
                              errors = vErrors.length;
                            }
                            var valid2 = _errs11 === errors;
                            if (!valid2) {
                              break;
                            }
                          }
                        }
                      } else {
                        validate194.errors = [
                          {
                            instancePath: instancePath + '/cells',
                            schemaPath: '#/properties/cells/type',
                            keyword: 'type',
                            params: { type: 'array' },
                            message: 'must be array'
                          }
                        ];
                        return false;
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.live !== undefined) {
                      const _errs12 = errors;
                      if (typeof data.live !== 'boolean') {
                        validate194.errors = [
                          {
                            instancePath: instancePath + '/live',
                            schemaPath: '#/properties/live/type',
                            keyword: 'type',
                            params: { type: 'boolean' },
                            message: 'must be boolean'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.min_severity !== undefined) {
                        const _errs14 = errors;
                        if (
                          !validate40(data.min_severity, {
                            instancePath: instancePath + '/min_severity',
                            parentData: data,
                            parentDataProperty: 'min_severity',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate40.errors
                              : vErrors.concat(validate40.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs14 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.ignore !== undefined) {
                          let data9 = data.ignore;
                          const _errs15 = errors;
                          if (errors === _errs15) {
                            if (Array.isArray(data9)) {
                              if (data9.length > 200) {
                                validate194.errors = [
                                  {
                                    instancePath: instancePath + '/ignore',
                                    schemaPath: '#/properties/ignore/maxItems',
                                    keyword: 'maxItems',
                                    params: { limit: 200 },
                                    message: 'must NOT have more than 200 items'
                                  }
                                ];
                                return false;
                              } else {
                                var valid3 = true;
                                const len2 = data9.length;
                                for (let i2 = 0; i2 < len2; i2++) {
                                  let data10 = data9[i2];
                                  const _errs17 = errors;
                                  if (errors === _errs17) {
                                    if (typeof data10 === 'string') {
                                      if (func2(data10) > 20) {
                                        validate194.errors = [
                                          {
                                            instancePath:
                                              instancePath + '/ignore/' + i2,
                                            schemaPath:
                                              '#/properties/ignore/items/maxLength',
                                            keyword: 'maxLength',
                                            params: { limit: 20 },
                                            message:
                                              'must NOT have more than 20 characters'
                                          }
                                        ];
                                        return false;
                                      }
                                    } else {
                                      validate194.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/ignore/' + i2,
                                          schemaPath:
                                            '#/properties/ignore/items/type',
                                          keyword: 'type',
                                          params: { type: 'string' },
                                          message: 'must be string'
                                        }
                                      ];
                                      return false;
                                    }
                                  }
                                  var valid3 = _errs17 === errors;
                                  if (!valid3) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate194.errors = [
                                {
                                  instancePath: instancePath + '/ignore',
                                  schemaPath: '#/properties/ignore/type',
                                  keyword: 'type',
                                  params: { type: 'array' },
                                  message: 'must be array'
                                }
                              ];
                              return false;
                            }
                          }
                          var valid0 = _errs15 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate194.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate194.errors = vErrors;
  return errors === 0;
}

export const validateNotebookFindings = validate199;
const schema16 = {
  title: 'NotebookFindings',
  type: 'object',
  properties: {
    kind: { const: 'notebook.findings' },
    id: { $ref: '#/definitions/Id' },
    revision: { type: 'integer' },
    findings: {
      type: 'array',
      maxItems: 1000,
      items: { $ref: '#/definitions/Finding' }
    },
    confirmed: {
      description:
        'One sentence for each finding that the last run proved gone.',
      type: 'array',
      maxItems: 50,
      items: { $ref: '#/definitions/Text' }
    },
    checked: { anyOf: [{ $ref: '#/definitions/Checked' }, { type: 'null' }] },
    live_ms: { description: 'What the last live sweep cost.', type: 'number' },
    slowed: {
      description: 'The sweep went over its budget and skipped rules.',
      type: 'boolean'
    },
    failed: {
      description: '`NN308 (ValueError)` for each rule that failed.',
      type: 'array',
      maxItems: 100,
      items: { $ref: '#/definitions/Text' }
    },
    unparsed: {
      description: 'Cells that are not valid Python at the moment.',
      type: 'array',
      maxItems: 20000,
      items: { $ref: '#/definitions/CellId' }
    }
  },
  required: [
    'kind',
    'id',
    'revision',
    'findings',
    'confirmed',
    'checked',
    'live_ms',
    'slowed',
    'failed',
    'unparsed'
  ],
  additionalProperties: false
};
const func14 = Object.prototype.hasOwnProperty;
const schema17 = {
  title: 'Finding',
  type: 'object',
  properties: {
    id: {
      description:
        'Stable while the cause is the same, so that marks and selections survive a new check.',
      type: 'string',
      maxLength: 300
    },
    code: { type: 'string', pattern: '^NN[0-9]{3}$' },
    name: { type: 'string', maxLength: 100 },
    severity: { $ref: '#/definitions/Severity' },
    status: { $ref: '#/definitions/Status' },
    message: {
      description: 'The title; names in backticks.',
      $ref: '#/definitions/Text'
    },
    evidence: {
      type: 'array',
      maxItems: 20,
      items: { $ref: '#/definitions/Text' }
    },
    silence: {
      description: 'Why there is no live evidence.',
      anyOf: [{ $ref: '#/definitions/Text' }, { type: 'null' }]
    },
    why: { $ref: '#/definitions/Text' },
    advice: {
      description: 'The cure in one sentence.',
      $ref: '#/definitions/Text'
    },
    fixes: { type: 'array', maxItems: 5, items: { $ref: '#/definitions/Fix' } },
    cell: { anyOf: [{ $ref: '#/definitions/CellRef' }, { type: 'null' }] },
    range: { anyOf: [{ $ref: '#/definitions/Range' }, { type: 'null' }] },
    object: {
      description: 'The live object it is about, as an expression.',
      anyOf: [{ $ref: '#/definitions/Name' }, { type: 'null' }]
    },
    affects: {
      type: 'array',
      maxItems: 20,
      items: { $ref: '#/definitions/Place' }
    },
    related: {
      type: 'array',
      maxItems: 20,
      items: { $ref: '#/definitions/Place' }
    },
    checked: { anyOf: [{ $ref: '#/definitions/Checked' }, { type: 'null' }] }
  },
  required: [
    'id',
    'code',
    'name',
    'severity',
    'status',
    'message',
    'evidence',
    'silence',
    'why',
    'advice',
    'fixes',
    'cell',
    'range',
    'object',
    'affects',
    'related',
    'checked'
  ],
  additionalProperties: false
};
const pattern0 = new RegExp('^NN[0-9]{3}$', 'u');
const schema18 = { title: 'Status', enum: ['static', 'live', 'stale'] };

function validate47(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (!(data === 'static' || data === 'live' || data === 'stale')) {
    validate47.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema18.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate47.errors = vErrors;
  return errors === 0;
}

const schema19 = { type: 'string', maxLength: 2000 };

function validate49(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === 'string') {
      if (func2(data) > 2000) {
        validate49.errors = [
          {
            instancePath,
            schemaPath: '#/maxLength',
            keyword: 'maxLength',
            params: { limit: 2000 },
            message: 'must NOT have more than 2000 characters'
          }
        ];
        return false;
      }
    } else {
      validate49.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string'
        }
      ];
      return false;
    }
  }
  validate49.errors = vErrors;
  return errors === 0;
}

const schema20 = {
  title: 'Fix',
  description:
    '`edit` changes cell text in the front end, `run` executes cells again, `kernel` changes a live object after a confirmation.',
  type: 'object',
  properties: {
    title: { $ref: '#/definitions/Text' },
    kind: { enum: ['edit', 'run', 'kernel'] },
    safe: {
      description: 'The program keeps its meaning except for the bug.',
      type: 'boolean'
    },
    edits: {
      type: 'array',
      maxItems: 50,
      items: { $ref: '#/definitions/Edit' }
    },
    run: {
      description: 'Cells to execute, in this order.',
      type: 'array',
      maxItems: 50,
      items: { $ref: '#/definitions/CellRef' }
    },
    confirm: {
      description: 'The body of the confirmation of a kernel action.',
      anyOf: [{ $ref: '#/definitions/Text' }, { type: 'null' }]
    }
  },
  required: ['title', 'kind', 'safe', 'edits', 'run', 'confirm'],
  additionalProperties: false
};
const schema21 = {
  title: 'Edit',
  type: 'object',
  properties: {
    cell_id: { $ref: '#/definitions/CellId' },
    range: { $ref: '#/definitions/Range' },
    text: { type: 'string', maxLength: 20000 }
  },
  required: ['cell_id', 'range', 'text'],
  additionalProperties: false
};
const schema22 = {
  title: 'Range',
  type: 'object',
  properties: {
    start: { $ref: '#/definitions/Position' },
    end: { $ref: '#/definitions/Position' }
  },
  required: ['start', 'end'],
  additionalProperties: false
};
const schema23 = {
  title: 'Position',
  description: 'Zero-based; `character` counts UTF-16 units.',
  type: 'object',
  properties: {
    line: { type: 'integer', minimum: 0 },
    character: { type: 'integer', minimum: 0 }
  },
  required: ['line', 'character'],
  additionalProperties: false
};

function validate60(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.line === undefined && (missing0 = 'line')) ||
        (data.character === undefined && (missing0 = 'character'))
      ) {
        validate60.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'line' || key0 === 'character')) {
            validate60.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.line !== undefined) {
            let data0 = data.line;
            const _errs2 = errors;
            if (!(
              typeof data0 == 'number' &&
              !(data0 % 1) &&
              !isNaN(data0) &&
              isFinite(data0)
            )) {
              validate60.errors = [
                {
                  instancePath: instancePath + '/line',
                  schemaPath: '#/properties/line/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs2) {
              if (typeof data0 == 'number' && isFinite(data0)) {
                if (data0 < 0 || isNaN(data0)) {
                  validate60.errors = [
                    {
                      instancePath: instancePath + '/line',
                      schemaPath: '#/properties/line/minimum',
                      keyword: 'minimum',
                      params: { comparison: '>=', limit: 0 },
                      message: 'must be >= 0'
                    }
                  ];
                  return false;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.character !== undefined) {
              let data1 = data.character;
              const _errs4 = errors;
              if (!(
                typeof data1 == 'number' &&
                !(data1 % 1) &&
                !isNaN(data1) &&
                isFinite(data1)
              )) {
                validate60.errors = [
                  {
                    instancePath: instancePath + '/character',
                    schemaPath: '#/properties/character/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data1 == 'number' && isFinite(data1)) {
                  if (data1 < 0 || isNaN(data1)) {
                    validate60.errors = [
                      {
                        instancePath: instancePath + '/character',
                        schemaPath: '#/properties/character/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0'
                      }
                    ];
                    return false;
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate60.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate60.errors = vErrors;
  return errors === 0;
}

function validate59(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.start === undefined && (missing0 = 'start')) ||
        (data.end === undefined && (missing0 = 'end'))
      ) {
        validate59.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'start' || key0 === 'end')) {
            validate59.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.start !== undefined) {
            const _errs2 = errors;
            if (
              !validate60(data.start, {
                instancePath: instancePath + '/start',
                parentData: data,
                parentDataProperty: 'start',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate60.errors
                  : vErrors.concat(validate60.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.end !== undefined) {
              const _errs3 = errors;
              if (
                !validate60(data.end, {
                  instancePath: instancePath + '/end',
                  parentData: data,
                  parentDataProperty: 'end',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate60.errors
                    : vErrors.concat(validate60.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate59.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate59.errors = vErrors;
  return errors === 0;
}

function validate57(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.cell_id === undefined && (missing0 = 'cell_id')) ||
        (data.range === undefined && (missing0 = 'range')) ||
        (data.text === undefined && (missing0 = 'text'))
      ) {
        validate57.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'cell_id' || key0 === 'range' || key0 === 'text')) {
            validate57.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.cell_id !== undefined) {
            const _errs2 = errors;
            if (
              !validate35(data.cell_id, {
                instancePath: instancePath + '/cell_id',
                parentData: data,
                parentDataProperty: 'cell_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate35.errors
                  : vErrors.concat(validate35.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.range !== undefined) {
              const _errs3 = errors;
              if (
                !validate59(data.range, {
                  instancePath: instancePath + '/range',
                  parentData: data,
                  parentDataProperty: 'range',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate59.errors
                    : vErrors.concat(validate59.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.text !== undefined) {
                let data2 = data.text;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 20000) {
                      validate57.errors = [
                        {
                          instancePath: instancePath + '/text',
                          schemaPath: '#/properties/text/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 20000 },
                          message: 'must NOT have more than 20000 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate57.errors = [
                      {
                        instancePath: instancePath + '/text',
                        schemaPath: '#/properties/text/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate57.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate57.errors = vErrors;
  return errors === 0;
}

const schema24 = {
  title: 'CellRef',
  description: 'A cell, and the execution count of the run that is meant.',
  type: 'object',
  properties: {
    cell_id: { anyOf: [{ $ref: '#/definitions/CellId' }, { type: 'null' }] },
    execution_count: { type: ['integer', 'null'] }
  },
  required: ['cell_id', 'execution_count'],
  additionalProperties: false
};

function validate65(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.cell_id === undefined && (missing0 = 'cell_id')) ||
        (data.execution_count === undefined && (missing0 = 'execution_count'))
      ) {
        validate65.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'cell_id' || key0 === 'execution_count')) {
            validate65.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.cell_id !== undefined) {
            let data0 = data.cell_id;
            const _errs2 = errors;
            const _errs3 = errors;
            let valid1 = false;
            const _errs4 = errors;
            if (
              !validate35(data0, {
                instancePath: instancePath + '/cell_id',
                parentData: data,
                parentDataProperty: 'cell_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate35.errors
                  : vErrors.concat(validate35.errors);
              errors = vErrors.length;
            }
            var _valid0 = _errs4 === errors;
            valid1 = valid1 || _valid0;
            if (!valid1) {
              const _errs5 = errors;
              if (data0 !== null) {
                const err0 = {
                  instancePath: instancePath + '/cell_id',
                  schemaPath: '#/properties/cell_id/anyOf/1/type',
                  keyword: 'type',
                  params: { type: 'null' },
                  message: 'must be null'
                };
                if (vErrors === null) {
                  vErrors = [err0];
                } else {
                  vErrors.push(err0);
                }
                errors++;
              }
              var _valid0 = _errs5 === errors;
              valid1 = valid1 || _valid0;
            }
            if (!valid1) {
              const err1 = {
                instancePath: instancePath + '/cell_id',
                schemaPath: '#/properties/cell_id/anyOf',
                keyword: 'anyOf',
                params: {},
                message: 'must match a schema in anyOf'
              };
              if (vErrors === null) {
                vErrors = [err1];
              } else {
                vErrors.push(err1);
              }
              errors++;
              validate65.errors = vErrors;
              return false;
            } else {
              errors = _errs3;
              if (vErrors !== null) {
                if (_errs3) {
                  vErrors.length = _errs3;
                } else {
                  vErrors = null;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.execution_count !== undefined) {
              let data1 = data.execution_count;
              const _errs7 = errors;
              if (
                !(
                  typeof data1 == 'number' &&
                  !(data1 % 1) &&
                  !isNaN(data1) &&
                  isFinite(data1)
                ) &&
                data1 !== null
              ) {
                validate65.errors = [
                  {
                    instancePath: instancePath + '/execution_count',
                    schemaPath: '#/properties/execution_count/type',
                    keyword: 'type',
                    params: { type: schema24.properties.execution_count.type },
                    message: 'must be integer,null'
                  }
                ];
                return false;
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate65.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate65.errors = vErrors;
  return errors === 0;
}

function validate55(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.title === undefined && (missing0 = 'title')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.safe === undefined && (missing0 = 'safe')) ||
        (data.edits === undefined && (missing0 = 'edits')) ||
        (data.run === undefined && (missing0 = 'run')) ||
        (data.confirm === undefined && (missing0 = 'confirm'))
      ) {
        validate55.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'title' ||
            key0 === 'kind' ||
            key0 === 'safe' ||
            key0 === 'edits' ||
            key0 === 'run' ||
            key0 === 'confirm'
          )) {
            validate55.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.title !== undefined) {
            const _errs2 = errors;
            if (
              !validate49(data.title, {
                instancePath: instancePath + '/title',
                parentData: data,
                parentDataProperty: 'title',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate49.errors
                  : vErrors.concat(validate49.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.kind !== undefined) {
              let data1 = data.kind;
              const _errs3 = errors;
              if (!(
                data1 === 'edit' ||
                data1 === 'run' ||
                data1 === 'kernel'
              )) {
                validate55.errors = [
                  {
                    instancePath: instancePath + '/kind',
                    schemaPath: '#/properties/kind/enum',
                    keyword: 'enum',
                    params: { allowedValues: schema20.properties.kind.enum },
                    message: 'must be equal to one of the allowed values'
                  }
                ];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.safe !== undefined) {
                const _errs4 = errors;
                if (typeof data.safe !== 'boolean') {
                  validate55.errors = [
                    {
                      instancePath: instancePath + '/safe',
                      schemaPath: '#/properties/safe/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.edits !== undefined) {
                  let data3 = data.edits;
                  const _errs6 = errors;
                  if (errors === _errs6) {
                    if (Array.isArray(data3)) {
                      if (data3.length > 50) {
                        validate55.errors = [
                          {
                            instancePath: instancePath + '/edits',
                            schemaPath: '#/properties/edits/maxItems',
                            keyword: 'maxItems',
                            params: { limit: 50 },
                            message: 'must NOT have more than 50 items'
                          }
                        ];
                        return false;
                      } else {
                        var valid1 = true;
                        const len0 = data3.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs8 = errors;
                          if (
                            !validate57(data3[i0], {
                              instancePath: instancePath + '/edits/' + i0,
                              parentData: data3,
                              parentDataProperty: i0,
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate57.errors
                                : vErrors.concat(validate57.errors);
                            errors = vErrors.length;
                          }
                          var valid1 = _errs8 === errors;
                          if (!valid1) {
                            break;
                          }
                        }
                      }
                    } else {
                      validate55.errors = [
                        {
                          instancePath: instancePath + '/edits',
                          schemaPath: '#/properties/edits/type',
                          keyword: 'type',
                          params: { type: 'array' },
                          message: 'must be array'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.run !== undefined) {
                    let data5 = data.run;
                    const _errs9 = errors;
                    if (errors === _errs9) {
                      if (Array.isArray(data5)) {
                        if (data5.length > 50) {
                          validate55.errors = [
                            {
                              instancePath: instancePath + '/run',
                              schemaPath: '#/properties/run/maxItems',
                              keyword: 'maxItems',
                              params: { limit: 50 },
                              message: 'must NOT have more than 50 items'
                            }
                          ];
                          return false;
                        } else {
                          var valid2 = true;
                          const len1 = data5.length;
                          for (let i1 = 0; i1 < len1; i1++) {
                            const _errs11 = errors;
                            if (
                              !validate65(data5[i1], {
                                instancePath: instancePath + '/run/' + i1,
                                parentData: data5,
                                parentDataProperty: i1,
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate65.errors
                                  : vErrors.concat(validate65.errors);
                              errors = vErrors.length;
                            }
                            var valid2 = _errs11 === errors;
                            if (!valid2) {
                              break;
                            }
                          }
                        }
                      } else {
                        validate55.errors = [
                          {
                            instancePath: instancePath + '/run',
                            schemaPath: '#/properties/run/type',
                            keyword: 'type',
                            params: { type: 'array' },
                            message: 'must be array'
                          }
                        ];
                        return false;
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.confirm !== undefined) {
                      let data7 = data.confirm;
                      const _errs12 = errors;
                      const _errs13 = errors;
                      let valid3 = false;
                      const _errs14 = errors;
                      if (
                        !validate49(data7, {
                          instancePath: instancePath + '/confirm',
                          parentData: data,
                          parentDataProperty: 'confirm',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate49.errors
                            : vErrors.concat(validate49.errors);
                        errors = vErrors.length;
                      }
                      var _valid0 = _errs14 === errors;
                      valid3 = valid3 || _valid0;
                      if (!valid3) {
                        const _errs15 = errors;
                        if (data7 !== null) {
                          const err0 = {
                            instancePath: instancePath + '/confirm',
                            schemaPath: '#/properties/confirm/anyOf/1/type',
                            keyword: 'type',
                            params: { type: 'null' },
                            message: 'must be null'
                          };
                          if (vErrors === null) {
                            vErrors = [err0];
                          } else {
                            vErrors.push(err0);
                          }
                          errors++;
                        }
                        var _valid0 = _errs15 === errors;
                        valid3 = valid3 || _valid0;
                      }
                      if (!valid3) {
                        const err1 = {
                          instancePath: instancePath + '/confirm',
                          schemaPath: '#/properties/confirm/anyOf',
                          keyword: 'anyOf',
                          params: {},
                          message: 'must match a schema in anyOf'
                        };
                        if (vErrors === null) {
                          vErrors = [err1];
                        } else {
                          vErrors.push(err1);
                        }
                        errors++;
                        validate55.errors = vErrors;
                        return false;
                      } else {
                        errors = _errs13;
                        if (vErrors !== null) {
                          if (_errs13) {
                            vErrors.length = _errs13;
                          } else {
                            vErrors = null;
                          }
                        }
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate55.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate55.errors = vErrors;
  return errors === 0;
}

const schema25 = {
  title: 'Place',
  description:
    'A cell that a finding affects or relates to, with a short note.',
  type: 'object',
  properties: {
    cell: { $ref: '#/definitions/CellRef' },
    range: { anyOf: [{ $ref: '#/definitions/Range' }, { type: 'null' }] },
    note: { $ref: '#/definitions/Text' }
  },
  required: ['cell', 'range', 'note'],
  additionalProperties: false
};

function validate73(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.cell === undefined && (missing0 = 'cell')) ||
        (data.range === undefined && (missing0 = 'range')) ||
        (data.note === undefined && (missing0 = 'note'))
      ) {
        validate73.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'cell' || key0 === 'range' || key0 === 'note')) {
            validate73.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.cell !== undefined) {
            const _errs2 = errors;
            if (
              !validate65(data.cell, {
                instancePath: instancePath + '/cell',
                parentData: data,
                parentDataProperty: 'cell',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate65.errors
                  : vErrors.concat(validate65.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.range !== undefined) {
              let data1 = data.range;
              const _errs3 = errors;
              const _errs4 = errors;
              let valid1 = false;
              const _errs5 = errors;
              if (
                !validate59(data1, {
                  instancePath: instancePath + '/range',
                  parentData: data,
                  parentDataProperty: 'range',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate59.errors
                    : vErrors.concat(validate59.errors);
                errors = vErrors.length;
              }
              var _valid0 = _errs5 === errors;
              valid1 = valid1 || _valid0;
              if (!valid1) {
                const _errs6 = errors;
                if (data1 !== null) {
                  const err0 = {
                    instancePath: instancePath + '/range',
                    schemaPath: '#/properties/range/anyOf/1/type',
                    keyword: 'type',
                    params: { type: 'null' },
                    message: 'must be null'
                  };
                  if (vErrors === null) {
                    vErrors = [err0];
                  } else {
                    vErrors.push(err0);
                  }
                  errors++;
                }
                var _valid0 = _errs6 === errors;
                valid1 = valid1 || _valid0;
              }
              if (!valid1) {
                const err1 = {
                  instancePath: instancePath + '/range',
                  schemaPath: '#/properties/range/anyOf',
                  keyword: 'anyOf',
                  params: {},
                  message: 'must match a schema in anyOf'
                };
                if (vErrors === null) {
                  vErrors = [err1];
                } else {
                  vErrors.push(err1);
                }
                errors++;
                validate73.errors = vErrors;
                return false;
              } else {
                errors = _errs4;
                if (vErrors !== null) {
                  if (_errs4) {
                    vErrors.length = _errs4;
                  } else {
                    vErrors = null;
                  }
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.note !== undefined) {
                const _errs8 = errors;
                if (
                  !validate49(data.note, {
                    instancePath: instancePath + '/note',
                    parentData: data,
                    parentDataProperty: 'note',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate49.errors
                      : vErrors.concat(validate49.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate73.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate73.errors = vErrors;
  return errors === 0;
}

const schema26 = {
  title: 'Checked',
  description: 'When the live objects were read.',
  type: 'object',
  properties: {
    execution_count: { type: ['integer', 'null'] },
    time: { description: 'Milliseconds since 1970, UTC.', type: 'number' }
  },
  required: ['execution_count', 'time'],
  additionalProperties: false
};

function validate79(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.execution_count === undefined &&
          (missing0 = 'execution_count')) ||
        (data.time === undefined && (missing0 = 'time'))
      ) {
        validate79.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'execution_count' || key0 === 'time')) {
            validate79.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.execution_count !== undefined) {
            let data0 = data.execution_count;
            const _errs2 = errors;
            if (
              !(
                typeof data0 == 'number' &&
                !(data0 % 1) &&
                !isNaN(data0) &&
                isFinite(data0)
              ) &&
              data0 !== null
            ) {
              validate79.errors = [
                {
                  instancePath: instancePath + '/execution_count',
                  schemaPath: '#/properties/execution_count/type',
                  keyword: 'type',
                  params: { type: schema26.properties.execution_count.type },
                  message: 'must be integer,null'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.time !== undefined) {
              let data1 = data.time;
              const _errs4 = errors;
              if (!(typeof data1 == 'number' && isFinite(data1))) {
                validate79.errors = [
                  {
                    instancePath: instancePath + '/time',
                    schemaPath: '#/properties/time/type',
                    keyword: 'type',
                    params: { type: 'number' },
                    message: 'must be number'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate79.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate79.errors = vErrors;
  return errors === 0;
}

function validate45(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.code === undefined && (missing0 = 'code')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.severity === undefined && (missing0 = 'severity')) ||
        (data.status === undefined && (missing0 = 'status')) ||
        (data.message === undefined && (missing0 = 'message')) ||
        (data.evidence === undefined && (missing0 = 'evidence')) ||
        (data.silence === undefined && (missing0 = 'silence')) ||
        (data.why === undefined && (missing0 = 'why')) ||
        (data.advice === undefined && (missing0 = 'advice')) ||
        (data.fixes === undefined && (missing0 = 'fixes')) ||
        (data.cell === undefined && (missing0 = 'cell')) ||
        (data.range === undefined && (missing0 = 'range')) ||
        (data.object === undefined && (missing0 = 'object')) ||
        (data.affects === undefined && (missing0 = 'affects')) ||
        (data.related === undefined && (missing0 = 'related')) ||
        (data.checked === undefined && (missing0 = 'checked'))
      ) {
        validate45.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema17.properties, key0)) {
            validate45.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.id !== undefined) {
            let data0 = data.id;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === 'string') {
                if (func2(data0) > 300) {
                  validate45.errors = [
                    {
                      instancePath: instancePath + '/id',
                      schemaPath: '#/properties/id/maxLength',
                      keyword: 'maxLength',
                      params: { limit: 300 },
                      message: 'must NOT have more than 300 characters'
                    }
                  ];
                  return false;
                }
              } else {
                validate45.errors = [
                  {
                    instancePath: instancePath + '/id',
                    schemaPath: '#/properties/id/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.code !== undefined) {
              let data1 = data.code;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (typeof data1 === 'string') {
                  if (!pattern0.test(data1)) {
                    validate45.errors = [
                      {
                        instancePath: instancePath + '/code',
                        schemaPath: '#/properties/code/pattern',
                        keyword: 'pattern',
                        params: { pattern: '^NN[0-9]{3}$' },
                        message: 'must match pattern "' + '^NN[0-9]{3}$' + '"'
                      }
                    ];
                    return false;
                  }
                } else {
                  validate45.errors = [
                    {
                      instancePath: instancePath + '/code',
                      schemaPath: '#/properties/code/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.name !== undefined) {
                let data2 = data.name;
                const _errs6 = errors;
                if (errors === _errs6) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 100) {
                      validate45.errors = [
                        {
                          instancePath: instancePath + '/name',
                          schemaPath: '#/properties/name/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 100 },
                          message: 'must NOT have more than 100 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate45.errors = [
                      {
                        instancePath: instancePath + '/name',
                        schemaPath: '#/properties/name/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.severity !== undefined) {
                  const _errs8 = errors;
                  if (
                    !validate40(data.severity, {
                      instancePath: instancePath + '/severity',
                      parentData: data,
                      parentDataProperty: 'severity',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate40.errors
                        : vErrors.concat(validate40.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.status !== undefined) {
                    const _errs9 = errors;
                    if (
                      !validate47(data.status, {
                        instancePath: instancePath + '/status',
                        parentData: data,
                        parentDataProperty: 'status',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate47.errors
                          : vErrors.concat(validate47.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.message !== undefined) {
                      const _errs10 = errors;
                      if (
                        !validate49(data.message, {
                          instancePath: instancePath + '/message',
                          parentData: data,
                          parentDataProperty: 'message',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate49.errors
                            : vErrors.concat(validate49.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs10 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.evidence !== undefined) {
                        let data6 = data.evidence;
                        const _errs11 = errors;
                        if (errors === _errs11) {
                          if (Array.isArray(data6)) {
                            if (data6.length > 20) {
                              validate45.errors = [
                                {
                                  instancePath: instancePath + '/evidence',
                                  schemaPath: '#/properties/evidence/maxItems',
                                  keyword: 'maxItems',
                                  params: { limit: 20 },
                                  message: 'must NOT have more than 20 items'
                                }
                              ];
                              return false;
                            } else {
                              var valid1 = true;
                              const len0 = data6.length;
                              for (let i0 = 0; i0 < len0; i0++) {
                                const _errs13 = errors;
                                if (
                                  !validate49(data6[i0], {
                                    instancePath:
                                      instancePath + '/evidence/' + i0,
                                    parentData: data6,
                                    parentDataProperty: i0,
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate49.errors
                                      : vErrors.concat(validate49.errors);
                                  errors = vErrors.length;
                                }
                                var valid1 = _errs13 === errors;
                                if (!valid1) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate45.errors = [
                              {
                                instancePath: instancePath + '/evidence',
                                schemaPath: '#/properties/evidence/type',
                                keyword: 'type',
                                params: { type: 'array' },
                                message: 'must be array'
                              }
                            ];
                            return false;
                          }
                        }
                        var valid0 = _errs11 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.silence !== undefined) {
                          let data8 = data.silence;
                          const _errs14 = errors;
                          const _errs15 = errors;
                          let valid2 = false;
                          const _errs16 = errors;
                          if (
                            !validate49(data8, {
                              instancePath: instancePath + '/silence',
                              parentData: data,
                              parentDataProperty: 'silence',
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate49.errors
                                : vErrors.concat(validate49.errors);
                            errors = vErrors.length;
                          }
                          var _valid0 = _errs16 === errors;
                          valid2 = valid2 || _valid0;
                          if (!valid2) {
                            const _errs17 = errors;
                            if (data8 !== null) {
                              const err0 = {
                                instancePath: instancePath + '/silence',
                                schemaPath: '#/properties/silence/anyOf/1/type',
                                keyword: 'type',
                                params: { type: 'null' },
                                message: 'must be null'
                              };
                              if (vErrors === null) {
                                vErrors = [err0];
                              } else {
                                vErrors.push(err0);
                              }
                              errors++;
                            }
                            var _valid0 = _errs17 === errors;
                            valid2 = valid2 || _valid0;
                          }
                          if (!valid2) {
                            const err1 = {
                              instancePath: instancePath + '/silence',
                              schemaPath: '#/properties/silence/anyOf',
                              keyword: 'anyOf',
                              params: {},
                              message: 'must match a schema in anyOf'
                            };
                            if (vErrors === null) {
                              vErrors = [err1];
                            } else {
                              vErrors.push(err1);
                            }
                            errors++;
                            validate45.errors = vErrors;
                            return false;
                          } else {
                            errors = _errs15;
                            if (vErrors !== null) {
                              if (_errs15) {
                                vErrors.length = _errs15;
                              } else {
                                vErrors = null;
                              }
                            }
                          }
                          var valid0 = _errs14 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.why !== undefined) {
                            const _errs19 = errors;
                            if (
                              !validate49(data.why, {
                                instancePath: instancePath + '/why',
                                parentData: data,
                                parentDataProperty: 'why',
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate49.errors
                                  : vErrors.concat(validate49.errors);
                              errors = vErrors.length;
                            }
                            var valid0 = _errs19 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.advice !== undefined) {
                              const _errs20 = errors;
                              if (
                                !validate49(data.advice, {
                                  instancePath: instancePath + '/advice',
                                  parentData: data,
                                  parentDataProperty: 'advice',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate49.errors
                                    : vErrors.concat(validate49.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs20 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.fixes !== undefined) {
                                let data11 = data.fixes;
                                const _errs21 = errors;
                                if (errors === _errs21) {
                                  if (Array.isArray(data11)) {
                                    if (data11.length > 5) {
                                      validate45.errors = [
                                        {
                                          instancePath: instancePath + '/fixes',
                                          schemaPath:
                                            '#/properties/fixes/maxItems',
                                          keyword: 'maxItems',
                                          params: { limit: 5 },
                                          message:
                                            'must NOT have more than 5 items'
                                        }
                                      ];
                                      return false;
                                    } else {
                                      var valid3 = true;
                                      const len1 = data11.length;
                                      for (let i1 = 0; i1 < len1; i1++) {
                                        const _errs23 = errors;
                                        if (
                                          !validate55(data11[i1], {
                                            instancePath:
                                              instancePath + '/fixes/' + i1,
                                            parentData: data11,
                                            parentDataProperty: i1,
                                            rootData
                                          })
                                        ) {
                                          vErrors =
                                            vErrors === null
                                              ? validate55.errors
                                              : vErrors.concat(
                                                  validate55.errors
                                                );
                                          errors = vErrors.length;
                                        }
                                        var valid3 = _errs23 === errors;
                                        if (!valid3) {
                                          break;
                                        }
                                      }
                                    }
                                  } else {
                                    validate45.errors = [
                                      {
                                        instancePath: instancePath + '/fixes',
                                        schemaPath: '#/properties/fixes/type',
                                        keyword: 'type',
                                        params: { type: 'array' },
                                        message: 'must be array'
                                      }
                                    ];
                                    return false;
                                  }
                                }
                                var valid0 = _errs21 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.cell !== undefined) {
                                  let data13 = data.cell;
                                  const _errs24 = errors;
                                  const _errs25 = errors;
                                  let valid4 = false;
                                  const _errs26 = errors;
                                  if (
                                    !validate65(data13, {
                                      instancePath: instancePath + '/cell',
                                      parentData: data,
                                      parentDataProperty: 'cell',
                                      rootData
                                    })
                                  ) {
                                    vErrors =
                                      vErrors === null
                                        ? validate65.errors
                                        : vErrors.concat(validate65.errors);
                                    errors = vErrors.length;
                                  }
                                  var _valid1 = _errs26 === errors;
                                  valid4 = valid4 || _valid1;
                                  if (!valid4) {
                                    const _errs27 = errors;
                                    if (data13 !== null) {
                                      const err2 = {
                                        instancePath: instancePath + '/cell',
                                        schemaPath:
                                          '#/properties/cell/anyOf/1/type',
                                        keyword: 'type',
                                        params: { type: 'null' },
                                        message: 'must be null'
                                      };
                                      if (vErrors === null) {
                                        vErrors = [err2];
                                      } else {
                                        vErrors.push(err2);
                                      }
                                      errors++;
                                    }
                                    var _valid1 = _errs27 === errors;
                                    valid4 = valid4 || _valid1;
                                  }
                                  if (!valid4) {
                                    const err3 = {
                                      instancePath: instancePath + '/cell',
                                      schemaPath: '#/properties/cell/anyOf',
                                      keyword: 'anyOf',
                                      params: {},
                                      message: 'must match a schema in anyOf'
                                    };
                                    if (vErrors === null) {
                                      vErrors = [err3];
                                    } else {
                                      vErrors.push(err3);
                                    }
                                    errors++;
                                    validate45.errors = vErrors;
                                    return false;
                                  } else {
                                    errors = _errs25;
                                    if (vErrors !== null) {
                                      if (_errs25) {
                                        vErrors.length = _errs25;
                                      } else {
                                        vErrors = null;
                                      }
                                    }
                                  }
                                  var valid0 = _errs24 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.range !== undefined) {
                                    let data14 = data.range;
                                    const _errs29 = errors;
                                    const _errs30 = errors;
                                    let valid5 = false;
                                    const _errs31 = errors;
                                    if (
                                      !validate59(data14, {
                                        instancePath: instancePath + '/range',
                                        parentData: data,
                                        parentDataProperty: 'range',
                                        rootData
                                      })
                                    ) {
                                      vErrors =
                                        vErrors === null
                                          ? validate59.errors
                                          : vErrors.concat(validate59.errors);
                                      errors = vErrors.length;
                                    }
                                    var _valid2 = _errs31 === errors;
                                    valid5 = valid5 || _valid2;
                                    if (!valid5) {
                                      const _errs32 = errors;
                                      if (data14 !== null) {
                                        const err4 = {
                                          instancePath: instancePath + '/range',
                                          schemaPath:
                                            '#/properties/range/anyOf/1/type',
                                          keyword: 'type',
                                          params: { type: 'null' },
                                          message: 'must be null'
                                        };
                                        if (vErrors === null) {
                                          vErrors = [err4];
                                        } else {
                                          vErrors.push(err4);
                                        }
                                        errors++;
                                      }
                                      var _valid2 = _errs32 === errors;
                                      valid5 = valid5 || _valid2;
                                    }
                                    if (!valid5) {
                                      const err5 = {
                                        instancePath: instancePath + '/range',
                                        schemaPath: '#/properties/range/anyOf',
                                        keyword: 'anyOf',
                                        params: {},
                                        message: 'must match a schema in anyOf'
                                      };
                                      if (vErrors === null) {
                                        vErrors = [err5];
                                      } else {
                                        vErrors.push(err5);
                                      }
                                      errors++;
                                      validate45.errors = vErrors;
                                      return false;
                                    } else {
                                      errors = _errs30;
                                      if (vErrors !== null) {
                                        if (_errs30) {
                                          vErrors.length = _errs30;
                                        } else {
                                          vErrors = null;
                                        }
                                      }
                                    }
                                    var valid0 = _errs29 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.object !== undefined) {
                                      let data15 = data.object;
                                      const _errs34 = errors;
                                      const _errs35 = errors;
                                      let valid6 = false;
                                      const _errs36 = errors;
                                      if (
                                        !validate25(data15, {
                                          instancePath:
                                            instancePath + '/object',
                                          parentData: data,
                                          parentDataProperty: 'object',
                                          rootData
                                        })
                                      ) {
                                        vErrors =
                                          vErrors === null
                                            ? validate25.errors
                                            : vErrors.concat(validate25.errors);
                                        errors = vErrors.length;
                                      }
                                      var _valid3 = _errs36 === errors;
                                      valid6 = valid6 || _valid3;
                                      if (!valid6) {
                                        const _errs37 = errors;
                                        if (data15 !== null) {
                                          const err6 = {
                                            instancePath:
                                              instancePath + '/object',
                                            schemaPath:
                                              '#/properties/object/anyOf/1/type',
                                            keyword: 'type',
                                            params: { type: 'null' },
                                            message: 'must be null'
                                          };
                                          if (vErrors === null) {
                                            vErrors = [err6];
                                          } else {
                                            vErrors.push(err6);
                                          }
                                          errors++;
                                        }
                                        var _valid3 = _errs37 === errors;
                                        valid6 = valid6 || _valid3;
                                      }
                                      if (!valid6) {
                                        const err7 = {
                                          instancePath:
                                            instancePath + '/object',
                                          schemaPath:
                                            '#/properties/object/anyOf',
                                          keyword: 'anyOf',
                                          params: {},
                                          message:
                                            'must match a schema in anyOf'
                                        };
                                        if (vErrors === null) {
                                          vErrors = [err7];
                                        } else {
                                          vErrors.push(err7);
                                        }
                                        errors++;
                                        validate45.errors = vErrors;
                                        return false;
                                      } else {
                                        errors = _errs35;
                                        if (vErrors !== null) {
                                          if (_errs35) {
                                            vErrors.length = _errs35;
                                          } else {
                                            vErrors = null;
                                          }
                                        }
                                      }
                                      var valid0 = _errs34 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.affects !== undefined) {
                                        let data16 = data.affects;
                                        const _errs39 = errors;
                                        if (errors === _errs39) {
                                          if (Array.isArray(data16)) {
                                            if (data16.length > 20) {
                                              validate45.errors = [
                                                {
                                                  instancePath:
                                                    instancePath + '/affects',
                                                  schemaPath:
                                                    '#/properties/affects/maxItems',
                                                  keyword: 'maxItems',
                                                  params: { limit: 20 },
                                                  message:
                                                    'must NOT have more than 20 items'
                                                }
                                              ];
                                              return false;
                                            } else {
                                              var valid7 = true;
                                              const len2 = data16.length;
                                              for (
                                                let i2 = 0;
                                                i2 < len2;
                                                i2++
                                              ) {
                                                const _errs41 = errors;
                                                if (
                                                  !validate73(data16[i2], {
                                                    instancePath:
                                                      instancePath +
                                                      '/affects/' +
                                                      i2,
                                                    parentData: data16,
                                                    parentDataProperty: i2,
                                                    rootData
                                                  })
                                                ) {
                                                  vErrors =
                                                    vErrors === null
                                                      ? validate73.errors
                                                      : vErrors.concat(
                                                          validate73.errors
                                                        );
                                                  errors = vErrors.length;
                                                }
                                                var valid7 = _errs41 === errors;
                                                if (!valid7) {
                                                  break;
                                                }
                                              }
                                            }
                                          } else {
                                            validate45.errors = [
                                              {
                                                instancePath:
                                                  instancePath + '/affects',
                                                schemaPath:
                                                  '#/properties/affects/type',
                                                keyword: 'type',
                                                params: { type: 'array' },
                                                message: 'must be array'
                                              }
                                            ];
                                            return false;
                                          }
                                        }
                                        var valid0 = _errs39 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.related !== undefined) {
                                          let data18 = data.related;
                                          const _errs42 = errors;
                                          if (errors === _errs42) {
                                            if (Array.isArray(data18)) {
                                              if (data18.length > 20) {
                                                validate45.errors = [
                                                  {
                                                    instancePath:
                                                      instancePath + '/related',
                                                    schemaPath:
                                                      '#/properties/related/maxItems',
                                                    keyword: 'maxItems',
                                                    params: { limit: 20 },
                                                    message:
                                                      'must NOT have more than 20 items'
                                                  }
                                                ];
                                                return false;
                                              } else {
                                                var valid8 = true;
                                                const len3 = data18.length;
                                                for (
                                                  let i3 = 0;
                                                  i3 < len3;
                                                  i3++
                                                ) {
                                                  const _errs44 = errors;
                                                  if (
                                                    !validate73(data18[i3], {
                                                      instancePath:
                                                        instancePath +
                                                        '/related/' +
                                                        i3,
                                                      parentData: data18,
                                                      parentDataProperty: i3,
                                                      rootData
                                                    })
                                                  ) {
                                                    vErrors =
                                                      vErrors === null
                                                        ? validate73.errors
                                                        : vErrors.concat(
                                                            validate73.errors
                                                          );
                                                    errors = vErrors.length;
                                                  }
                                                  var valid8 =
                                                    _errs44 === errors;
                                                  if (!valid8) {
                                                    break;
                                                  }
                                                }
                                              }
                                            } else {
                                              validate45.errors = [
                                                {
                                                  instancePath:
                                                    instancePath + '/related',
                                                  schemaPath:
                                                    '#/properties/related/type',
                                                  keyword: 'type',
                                                  params: { type: 'array' },
                                                  message: 'must be array'
                                                }
                                              ];
                                              return false;
                                            }
                                          }
                                          var valid0 = _errs42 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.checked !== undefined) {
                                            let data20 = data.checked;
                                            const _errs45 = errors;
                                            const _errs46 = errors;
                                            let valid9 = false;
                                            const _errs47 = errors;
                                            if (
                                              !validate79(data20, {
                                                instancePath:
                                                  instancePath + '/checked',
                                                parentData: data,
                                                parentDataProperty: 'checked',
                                                rootData
                                              })
                                            ) {
                                              vErrors =
                                                vErrors === null
                                                  ? validate79.errors
                                                  : vErrors.concat(
                                                      validate79.errors
                                                    );
                                              errors = vErrors.length;
                                            }
                                            var _valid4 = _errs47 === errors;
                                            valid9 = valid9 || _valid4;
                                            if (!valid9) {
                                              const _errs48 = errors;
                                              if (data20 !== null) {
                                                const err8 = {
                                                  instancePath:
                                                    instancePath + '/checked',
                                                  schemaPath:
                                                    '#/properties/checked/anyOf/1/type',
                                                  keyword: 'type',
                                                  params: { type: 'null' },
                                                  message: 'must be null'
                                                };
                                                if (vErrors === null) {
                                                  vErrors = [err8];
                                                } else {
                                                  vErrors.push(err8);
                                                }
                                                errors++;
                                              }
                                              var _valid4 = _errs48 === errors;
                                              valid9 = valid9 || _valid4;
                                            }
                                            if (!valid9) {
                                              const err9 = {
                                                instancePath:
                                                  instancePath + '/checked',
                                                schemaPath:
                                                  '#/properties/checked/anyOf',
                                                keyword: 'anyOf',
                                                params: {},
                                                message:
                                                  'must match a schema in anyOf'
                                              };
                                              if (vErrors === null) {
                                                vErrors = [err9];
                                              } else {
                                                vErrors.push(err9);
                                              }
                                              errors++;
                                              validate45.errors = vErrors;
                                              return false;
                                            } else {
                                              errors = _errs46;
                                              if (vErrors !== null) {
                                                if (_errs46) {
                                                  vErrors.length = _errs46;
                                                } else {
                                                  vErrors = null;
                                                }
                                              }
                                            }
                                            var valid0 = _errs45 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate45.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate45.errors = vErrors;
  return errors === 0;
}

function validate199(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.revision === undefined && (missing0 = 'revision')) ||
        (data.findings === undefined && (missing0 = 'findings')) ||
        (data.confirmed === undefined && (missing0 = 'confirmed')) ||
        (data.checked === undefined && (missing0 = 'checked')) ||
        (data.live_ms === undefined && (missing0 = 'live_ms')) ||
        (data.slowed === undefined && (missing0 = 'slowed')) ||
        (data.failed === undefined && (missing0 = 'failed')) ||
        (data.unparsed === undefined && (missing0 = 'unparsed'))
      ) {
        validate199.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema16.properties, key0)) {
            validate199.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('notebook.findings' !== data.kind) {
              validate199.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'notebook.findings' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.revision !== undefined) {
                let data2 = data.revision;
                const _errs4 = errors;
                if (!(
                  typeof data2 == 'number' &&
                  !(data2 % 1) &&
                  !isNaN(data2) &&
                  isFinite(data2)
                )) {
                  validate199.errors = [
                    {
                      instancePath: instancePath + '/revision',
                      schemaPath: '#/properties/revision/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.findings !== undefined) {
                  let data3 = data.findings;
                  const _errs6 = errors;
                  if (errors === _errs6) {
                    if (Array.isArray(data3)) {
                      if (data3.length > 1000) {
                        validate199.errors = [
                          {
                            instancePath: instancePath + '/findings',
                            schemaPath: '#/properties/findings/maxItems',
                            keyword: 'maxItems',
                            params: { limit: 1000 },
                            message: 'must NOT have more than 1000 items'
                          }
                        ];
                        return false;
                      } else {
                        var valid1 = true;
                        const len0 = data3.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs8 = errors;
                          if (
                            !validate45(data3[i0], {
                              instancePath: instancePath + '/findings/' + i0,
                              parentData: data3,
                              parentDataProperty: i0,
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate45.errors
                                : vErrors.concat(validate45.errors);
                            errors = vErrors.length;
                          }
                          var valid1 = _errs8 === errors;
                          if (!valid1) {
                            break;
                          }
                        }
                      }
                    } else {
                      validate199.errors = [
                        {
                          instancePath: instancePath + '/findings',
                          schemaPath: '#/properties/findings/type',
                          keyword: 'type',
                          params: { type: 'array' },
                          message: 'must be array'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.confirmed !== undefined) {
                    let data5 = data.confirmed;
                    const _errs9 = errors;
                    if (errors === _errs9) {
                      if (Array.isArray(data5)) {
                        if (data5.length > 50) {
                          validate199.errors = [
                            {
                              instancePath: instancePath + '/confirmed',
                              schemaPath: '#/properties/confirmed/maxItems',
                              keyword: 'maxItems',
                              params: { limit: 50 },
                              message: 'must NOT have more than 50 items'
                            }
                          ];
                          return false;
                        } else {
                          var valid2 = true;
                          const len1 = data5.length;
                          for (let i1 = 0; i1 < len1; i1++) {
                            const _errs11 = errors;
                            if (
                              !validate49(data5[i1], {
                                instancePath: instancePath + '/confirmed/' + i1,
                                parentData: data5,
                                parentDataProperty: i1,
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate49.errors
                                  : vErrors.concat(validate49.errors);
                              errors = vErrors.length;
                            }
                            var valid2 = _errs11 === errors;
                            if (!valid2) {
                              break;
                            }
                          }
                        }
                      } else {
                        validate199.errors = [
                          {
                            instancePath: instancePath + '/confirmed',
                            schemaPath: '#/properties/confirmed/type',
                            keyword: 'type',
                            params: { type: 'array' },
                            message: 'must be array'
                          }
                        ];
                        return false;
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.checked !== undefined) {
                      let data7 = data.checked;
                      const _errs12 = errors;
                      const _errs13 = errors;
                      let valid3 = false;
                      const _errs14 = errors;
                      if (
                        !validate79(data7, {
                          instancePath: instancePath + '/checked',
                          parentData: data,
                          parentDataProperty: 'checked',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate79.errors
                            : vErrors.concat(validate79.errors);
                        errors = vErrors.length;
                      }
                      var _valid0 = _errs14 === errors;
                      valid3 = valid3 || _valid0;
                      if (!valid3) {
                        const _errs15 = errors;
                        if (data7 !== null) {
                          const err0 = {
                            instancePath: instancePath + '/checked',
                            schemaPath: '#/properties/checked/anyOf/1/type',
                            keyword: 'type',
                            params: { type: 'null' },
                            message: 'must be null'
                          };
                          if (vErrors === null) {
                            vErrors = [err0];
                          } else {
                            vErrors.push(err0);
                          }
                          errors++;
                        }
                        var _valid0 = _errs15 === errors;
                        valid3 = valid3 || _valid0;
                      }
                      if (!valid3) {
                        const err1 = {
                          instancePath: instancePath + '/checked',
                          schemaPath: '#/properties/checked/anyOf',
                          keyword: 'anyOf',
                          params: {},
                          message: 'must match a schema in anyOf'
                        };
                        if (vErrors === null) {
                          vErrors = [err1];
                        } else {
                          vErrors.push(err1);
                        }
                        errors++;
                        validate199.errors = vErrors;
                        return false;
                      } else {
                        errors = _errs13;
                        if (vErrors !== null) {
                          if (_errs13) {
                            vErrors.length = _errs13;
                          } else {
                            vErrors = null;
                          }
                        }
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.live_ms !== undefined) {
                        let data8 = data.live_ms;
                        const _errs17 = errors;
                        if (!(typeof data8 == 'number' && isFinite(data8))) {
                          validate199.errors = [
                            {
                              instancePath: instancePath + '/live_ms',
                              schemaPath: '#/properties/live_ms/type',
                              keyword: 'type',
                              params: { type: 'number' },
                              message: 'must be number'
                            }
                          ];
                          return false;
                        }
                        var valid0 = _errs17 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.slowed !== undefined) {
                          const _errs19 = errors;
                          if (typeof data.slowed !== 'boolean') {
                            validate199.errors = [
                              {
                                instancePath: instancePath + '/slowed',
                                schemaPath: '#/properties/slowed/type',
                                keyword: 'type',
                                params: { type: 'boolean' },
                                message: 'must be boolean'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs19 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.failed !== undefined) {
                            let data10 = data.failed;
                            const _errs21 = errors;
                            if (errors === _errs21) {
                              if (Array.isArray(data10)) {
                                if (data10.length > 100) {
                                  validate199.errors = [
                                    {
                                      instancePath: instancePath + '/failed',
                                      schemaPath:
                                        '#/properties/failed/maxItems',
                                      keyword: 'maxItems',
                                      params: { limit: 100 },
                                      message:
                                        'must NOT have more than 100 items'
                                    }
                                  ];
                                  return false;
                                } else {
                                  var valid4 = true;
                                  const len2 = data10.length;
                                  for (let i2 = 0; i2 < len2; i2++) {
                                    const _errs23 = errors;
                                    if (
                                      !validate49(data10[i2], {
                                        instancePath:
                                          instancePath + '/failed/' + i2,
                                        parentData: data10,
                                        parentDataProperty: i2,
                                        rootData
                                      })
                                    ) {
                                      vErrors =
                                        vErrors === null
                                          ? validate49.errors
                                          : vErrors.concat(validate49.errors);
                                      errors = vErrors.length;
                                    }
                                    var valid4 = _errs23 === errors;
                                    if (!valid4) {
                                      break;
                                    }
                                  }
                                }
                              } else {
                                validate199.errors = [
                                  {
                                    instancePath: instancePath + '/failed',
                                    schemaPath: '#/properties/failed/type',
                                    keyword: 'type',
                                    params: { type: 'array' },
                                    message: 'must be array'
                                  }
                                ];
                                return false;
                              }
                            }
                            var valid0 = _errs21 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.unparsed !== undefined) {
                              let data12 = data.unparsed;
                              const _errs24 = errors;
                              if (errors === _errs24) {
                                if (Array.isArray(data12)) {
                                  if (data12.length > 20000) {
                                    validate199.errors = [
                                      {
                                        instancePath:
                                          instancePath + '/unparsed',
                                        schemaPath:
                                          '#/properties/unparsed/maxItems',
                                        keyword: 'maxItems',
                                        params: { limit: 20000 },
                                        message:
                                          'must NOT have more than 20000 items'
                                      }
                                    ];
                                    return false;
                                  } else {
                                    var valid5 = true;
                                    const len3 = data12.length;
                                    for (let i3 = 0; i3 < len3; i3++) {
                                      const _errs26 = errors;
                                      if (
                                        !validate35(data12[i3], {
                                          instancePath:
                                            instancePath + '/unparsed/' + i3,
                                          parentData: data12,
                                          parentDataProperty: i3,
                                          rootData
                                        })
                                      ) {
                                        vErrors =
                                          vErrors === null
                                            ? validate35.errors
                                            : vErrors.concat(validate35.errors);
                                        errors = vErrors.length;
                                      }
                                      var valid5 = _errs26 === errors;
                                      if (!valid5) {
                                        break;
                                      }
                                    }
                                  }
                                } else {
                                  validate199.errors = [
                                    {
                                      instancePath: instancePath + '/unparsed',
                                      schemaPath: '#/properties/unparsed/type',
                                      keyword: 'type',
                                      params: { type: 'array' },
                                      message: 'must be array'
                                    }
                                  ];
                                  return false;
                                }
                              }
                              var valid0 = _errs24 === errors;
                            } else {
                              var valid0 = true;
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate199.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate199.errors = vErrors;
  return errors === 0;
}

export const validateModelsList = validate206;
const schema27 = {
  title: 'ModelsList',
  type: 'object',
  properties: {
    kind: { const: 'models.list' },
    id: { $ref: '#/definitions/Id' }
  },
  required: ['kind', 'id'],
  additionalProperties: false
};

function validate206(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id'))
      ) {
        validate206.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'kind' || key0 === 'id')) {
            validate206.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('models.list' !== data.kind) {
              validate206.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'models.list' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate206.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate206.errors = vErrors;
  return errors === 0;
}

export const validateModelsListed = validate208;
const schema28 = {
  title: 'ModelsListed',
  description: 'The models of the namespace, newest first.',
  type: 'object',
  properties: {
    kind: { const: 'models.listed' },
    id: { $ref: '#/definitions/Id' },
    models: {
      type: 'array',
      maxItems: 200,
      items: { $ref: '#/definitions/ModelEntry' }
    },
    selected: {
      description: 'The model used last, else the newest.',
      anyOf: [{ $ref: '#/definitions/Name' }, { type: 'null' }]
    }
  },
  required: ['kind', 'id', 'models', 'selected'],
  additionalProperties: false
};
const schema29 = {
  title: 'ModelEntry',
  description: 'A model that the picker offers.',
  type: 'object',
  properties: {
    name: {
      description: 'A variable or a path: `model`, `models[0]`.',
      $ref: '#/definitions/Name'
    },
    class_name: { $ref: '#/definitions/Name' },
    numel: { type: 'integer' },
    cell: { anyOf: [{ $ref: '#/definitions/CellRef' }, { type: 'null' }] }
  },
  required: ['name', 'class_name', 'numel', 'cell'],
  additionalProperties: false
};

function validate92(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.name === undefined && (missing0 = 'name')) ||
        (data.class_name === undefined && (missing0 = 'class_name')) ||
        (data.numel === undefined && (missing0 = 'numel')) ||
        (data.cell === undefined && (missing0 = 'cell'))
      ) {
        validate92.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'name' ||
            key0 === 'class_name' ||
            key0 === 'numel' ||
            key0 === 'cell'
          )) {
            validate92.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.name !== undefined) {
            const _errs2 = errors;
            if (
              !validate25(data.name, {
                instancePath: instancePath + '/name',
                parentData: data,
                parentDataProperty: 'name',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate25.errors
                  : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.class_name !== undefined) {
              const _errs3 = errors;
              if (
                !validate25(data.class_name, {
                  instancePath: instancePath + '/class_name',
                  parentData: data,
                  parentDataProperty: 'class_name',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate25.errors
                    : vErrors.concat(validate25.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.numel !== undefined) {
                let data2 = data.numel;
                const _errs4 = errors;
                if (!(
                  typeof data2 == 'number' &&
                  !(data2 % 1) &&
                  !isNaN(data2) &&
                  isFinite(data2)
                )) {
                  validate92.errors = [
                    {
                      instancePath: instancePath + '/numel',
                      schemaPath: '#/properties/numel/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.cell !== undefined) {
                  let data3 = data.cell;
                  const _errs6 = errors;
                  const _errs7 = errors;
                  let valid1 = false;
                  const _errs8 = errors;
                  if (
                    !validate65(data3, {
                      instancePath: instancePath + '/cell',
                      parentData: data,
                      parentDataProperty: 'cell',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate65.errors
                        : vErrors.concat(validate65.errors);
                    errors = vErrors.length;
                  }
                  var _valid0 = _errs8 === errors;
                  valid1 = valid1 || _valid0;
                  if (!valid1) {
                    const _errs9 = errors;
                    if (data3 !== null) {
                      const err0 = {
                        instancePath: instancePath + '/cell',
                        schemaPath: '#/properties/cell/anyOf/1/type',
                        keyword: 'type',
                        params: { type: 'null' },
                        message: 'must be null'
                      };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    }
                    var _valid0 = _errs9 === errors;
                    valid1 = valid1 || _valid0;
                  }
                  if (!valid1) {
                    const err1 = {
                      instancePath: instancePath + '/cell',
                      schemaPath: '#/properties/cell/anyOf',
                      keyword: 'anyOf',
                      params: {},
                      message: 'must match a schema in anyOf'
                    };
                    if (vErrors === null) {
                      vErrors = [err1];
                    } else {
                      vErrors.push(err1);
                    }
                    errors++;
                    validate92.errors = vErrors;
                    return false;
                  } else {
                    errors = _errs7;
                    if (vErrors !== null) {
                      if (_errs7) {
                        vErrors.length = _errs7;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate92.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate92.errors = vErrors;
  return errors === 0;
}

function validate208(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.models === undefined && (missing0 = 'models')) ||
        (data.selected === undefined && (missing0 = 'selected'))
      ) {
        validate208.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'models' ||
            key0 === 'selected'
          )) {
            validate208.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('models.listed' !== data.kind) {
              validate208.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'models.listed' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.models !== undefined) {
                let data2 = data.models;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (Array.isArray(data2)) {
                    if (data2.length > 200) {
                      validate208.errors = [
                        {
                          instancePath: instancePath + '/models',
                          schemaPath: '#/properties/models/maxItems',
                          keyword: 'maxItems',
                          params: { limit: 200 },
                          message: 'must NOT have more than 200 items'
                        }
                      ];
                      return false;
                    } else {
                      var valid1 = true;
                      const len0 = data2.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        const _errs6 = errors;
                        if (
                          !validate92(data2[i0], {
                            instancePath: instancePath + '/models/' + i0,
                            parentData: data2,
                            parentDataProperty: i0,
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate92.errors
                              : vErrors.concat(validate92.errors);
                          errors = vErrors.length;
                        }
                        var valid1 = _errs6 === errors;
                        if (!valid1) {
                          break;
                        }
                      }
                    }
                  } else {
                    validate208.errors = [
                      {
                        instancePath: instancePath + '/models',
                        schemaPath: '#/properties/models/type',
                        keyword: 'type',
                        params: { type: 'array' },
                        message: 'must be array'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.selected !== undefined) {
                  let data4 = data.selected;
                  const _errs7 = errors;
                  const _errs8 = errors;
                  let valid2 = false;
                  const _errs9 = errors;
                  if (
                    !validate25(data4, {
                      instancePath: instancePath + '/selected',
                      parentData: data,
                      parentDataProperty: 'selected',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate25.errors
                        : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                  }
                  var _valid0 = _errs9 === errors;
                  valid2 = valid2 || _valid0;
                  if (!valid2) {
                    const _errs10 = errors;
                    if (data4 !== null) {
                      const err0 = {
                        instancePath: instancePath + '/selected',
                        schemaPath: '#/properties/selected/anyOf/1/type',
                        keyword: 'type',
                        params: { type: 'null' },
                        message: 'must be null'
                      };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    }
                    var _valid0 = _errs10 === errors;
                    valid2 = valid2 || _valid0;
                  }
                  if (!valid2) {
                    const err1 = {
                      instancePath: instancePath + '/selected',
                      schemaPath: '#/properties/selected/anyOf',
                      keyword: 'anyOf',
                      params: {},
                      message: 'must match a schema in anyOf'
                    };
                    if (vErrors === null) {
                      vErrors = [err1];
                    } else {
                      vErrors.push(err1);
                    }
                    errors++;
                    validate208.errors = vErrors;
                    return false;
                  } else {
                    errors = _errs8;
                    if (vErrors !== null) {
                      if (_errs8) {
                        vErrors.length = _errs8;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate208.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate208.errors = vErrors;
  return errors === 0;
}

export const validateTreeGet = validate212;
const schema30 = {
  title: 'TreeGet',
  type: 'object',
  properties: {
    kind: { const: 'tree.get' },
    id: { $ref: '#/definitions/Id' },
    model: { $ref: '#/definitions/Name' },
    fqn: {
      description: 'Whose children are wanted; empty for the top of the tree.',
      $ref: '#/definitions/Name'
    },
    member: {
      description: 'Which member of a fold to open; 0 otherwise.',
      type: 'integer',
      minimum: 0
    },
    query: {
      description: 'The filter language; empty for none.',
      $ref: '#/definitions/Text'
    },
    limit: {
      description: 'At most this many rows.',
      type: 'integer',
      minimum: 1,
      maximum: 5000
    }
  },
  required: ['kind', 'id', 'model', 'fqn', 'member', 'query', 'limit'],
  additionalProperties: false
};

function validate212(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.model === undefined && (missing0 = 'model')) ||
        (data.fqn === undefined && (missing0 = 'fqn')) ||
        (data.member === undefined && (missing0 = 'member')) ||
        (data.query === undefined && (missing0 = 'query')) ||
        (data.limit === undefined && (missing0 = 'limit'))
      ) {
        validate212.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'model' ||
            key0 === 'fqn' ||
            key0 === 'member' ||
            key0 === 'query' ||
            key0 === 'limit'
          )) {
            validate212.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('tree.get' !== data.kind) {
              validate212.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'tree.get' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.model !== undefined) {
                const _errs4 = errors;
                if (
                  !validate25(data.model, {
                    instancePath: instancePath + '/model',
                    parentData: data,
                    parentDataProperty: 'model',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate25.errors
                      : vErrors.concat(validate25.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.fqn !== undefined) {
                  const _errs5 = errors;
                  if (
                    !validate25(data.fqn, {
                      instancePath: instancePath + '/fqn',
                      parentData: data,
                      parentDataProperty: 'fqn',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate25.errors
                        : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.member !== undefined) {
                    let data4 = data.member;
                    const _errs6 = errors;
                    if (!(
                      typeof data4 == 'number' &&
                      !(data4 % 1) &&
                      !isNaN(data4) &&
                      isFinite(data4)
                    )) {
                      validate212.errors = [
                        {
                          instancePath: instancePath + '/member',
                          schemaPath: '#/properties/member/type',
                          keyword: 'type',
                          params: { type: 'integer' },
                          message: 'must be integer'
                        }
                      ];
                      return false;
                    }
                    if (errors === _errs6) {
                      if (typeof data4 == 'number' && isFinite(data4)) {
                        if (data4 < 0 || isNaN(data4)) {
                          validate212.errors = [
                            {
                              instancePath: instancePath + '/member',
                              schemaPath: '#/properties/member/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 0 },
                              message: 'must be >= 0'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs6 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.query !== undefined) {
                      const _errs8 = errors;
                      if (
                        !validate49(data.query, {
                          instancePath: instancePath + '/query',
                          parentData: data,
                          parentDataProperty: 'query',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate49.errors
                            : vErrors.concat(validate49.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs8 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.limit !== undefined) {
                        let data6 = data.limit;
                        const _errs9 = errors;
                        if (!(
                          typeof data6 == 'number' &&
                          !(data6 % 1) &&
                          !isNaN(data6) &&
                          isFinite(data6)
                        )) {
                          validate212.errors = [
                            {
                              instancePath: instancePath + '/limit',
                              schemaPath: '#/properties/limit/type',
                              keyword: 'type',
                              params: { type: 'integer' },
                              message: 'must be integer'
                            }
                          ];
                          return false;
                        }
                        if (errors === _errs9) {
                          if (typeof data6 == 'number' && isFinite(data6)) {
                            if (data6 > 5000 || isNaN(data6)) {
                              validate212.errors = [
                                {
                                  instancePath: instancePath + '/limit',
                                  schemaPath: '#/properties/limit/maximum',
                                  keyword: 'maximum',
                                  params: { comparison: '<=', limit: 5000 },
                                  message: 'must be <= 5000'
                                }
                              ];
                              return false;
                            } else {
                              if (data6 < 1 || isNaN(data6)) {
                                validate212.errors = [
                                  {
                                    instancePath: instancePath + '/limit',
                                    schemaPath: '#/properties/limit/minimum',
                                    keyword: 'minimum',
                                    params: { comparison: '>=', limit: 1 },
                                    message: 'must be >= 1'
                                  }
                                ];
                                return false;
                              }
                            }
                          }
                        }
                        var valid0 = _errs9 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate212.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate212.errors = vErrors;
  return errors === 0;
}

export const validateTreeRows = validate217;
const schema31 = {
  title: 'TreeRows',
  type: 'object',
  properties: {
    kind: { const: 'tree.rows' },
    id: { $ref: '#/definitions/Id' },
    model: { $ref: '#/definitions/Name' },
    fqn: { $ref: '#/definitions/Name' },
    found: {
      description: 'False: the name no longer holds a module.',
      type: 'boolean'
    },
    rows: {
      type: 'array',
      maxItems: 5000,
      items: { $ref: '#/definitions/Row' }
    },
    left_out: {
      description: 'Rows beyond the limit.',
      type: 'integer',
      minimum: 0
    },
    matches: {
      description: 'Modules that the filter matches; null without one.',
      type: ['integer', 'null']
    },
    problem: {
      description: 'What is wrong with the filter; empty if nothing.',
      $ref: '#/definitions/Text'
    },
    totals: { $ref: '#/definitions/Totals' },
    checked: { $ref: '#/definitions/Checked' }
  },
  required: [
    'kind',
    'id',
    'model',
    'fqn',
    'found',
    'rows',
    'left_out',
    'matches',
    'problem',
    'totals',
    'checked'
  ],
  additionalProperties: false
};
const schema32 = {
  title: 'Row',
  description: 'One row of a module tree.',
  type: 'object',
  properties: {
    fqn: {
      description:
        'The name that `named_modules()` gives below the model; the root has the empty name. A fold has the name of its first member.',
      $ref: '#/definitions/Name'
    },
    name: {
      description: 'What the row shows: `stem`, `layers.0–31`.',
      $ref: '#/definitions/Name'
    },
    depth: { type: 'integer', minimum: 0 },
    kind: { enum: ['module', 'fold', 'ghost'] },
    class_name: { $ref: '#/definitions/Name' },
    shape: {
      description: '`2→64`, `3→64 k7 s2`; empty if unknown.',
      $ref: '#/definitions/Text'
    },
    count: {
      description: 'Members of a fold; else 1.',
      type: 'integer',
      minimum: 1
    },
    note: {
      description: '`identical`, or why a run of equal blocks is split.',
      $ref: '#/definitions/Text'
    },
    numel: {
      description: 'Elements of the parameters of the subtree, each once.',
      type: 'integer'
    },
    bytes: { type: 'integer' },
    chips: {
      type: 'array',
      maxItems: 12,
      items: { $ref: '#/definitions/Chip' }
    },
    num_children: { type: 'integer', minimum: 0 },
    expanded: {
      description: 'Its children follow in the same answer.',
      type: 'boolean'
    },
    matched: {
      description: 'False for an ancestor that a filter keeps.',
      type: 'boolean'
    },
    findings: {
      description: 'Ids of findings about the object of this row.',
      type: 'array',
      maxItems: 20,
      items: { type: 'string', maxLength: 300 }
    }
  },
  required: [
    'fqn',
    'name',
    'depth',
    'kind',
    'class_name',
    'shape',
    'count',
    'note',
    'numel',
    'bytes',
    'chips',
    'num_children',
    'expanded',
    'matched',
    'findings'
  ],
  additionalProperties: false
};
const schema33 = {
  title: 'Chip',
  description: "A deviation from the model's majority.",
  type: 'object',
  properties: {
    kind: {
      enum: [
        'device',
        'dtype',
        'mode',
        'frozen',
        'half_frozen',
        'hooks',
        'shared',
        'meta',
        'lazy',
        'parametrized',
        'ghost',
        'cycle',
        'differs'
      ]
    },
    text: { $ref: '#/definitions/Text' }
  },
  required: ['kind', 'text'],
  additionalProperties: false
};

function validate115(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.text === undefined && (missing0 = 'text'))
      ) {
        validate115.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'kind' || key0 === 'text')) {
            validate115.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            let data0 = data.kind;
            const _errs2 = errors;
            if (!(
              data0 === 'device' ||
              data0 === 'dtype' ||
              data0 === 'mode' ||
              data0 === 'frozen' ||
              data0 === 'half_frozen' ||
              data0 === 'hooks' ||
              data0 === 'shared' ||
              data0 === 'meta' ||
              data0 === 'lazy' ||
              data0 === 'parametrized' ||
              data0 === 'ghost' ||
              data0 === 'cycle' ||
              data0 === 'differs'
            )) {
              validate115.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/enum',
                  keyword: 'enum',
                  params: { allowedValues: schema33.properties.kind.enum },
                  message: 'must be equal to one of the allowed values'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.text !== undefined) {
              const _errs3 = errors;
              if (
                !validate49(data.text, {
                  instancePath: instancePath + '/text',
                  parentData: data,
                  parentDataProperty: 'text',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate49.errors
                    : vErrors.concat(validate49.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate115.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate115.errors = vErrors;
  return errors === 0;
}

function validate109(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.fqn === undefined && (missing0 = 'fqn')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.depth === undefined && (missing0 = 'depth')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.class_name === undefined && (missing0 = 'class_name')) ||
        (data.shape === undefined && (missing0 = 'shape')) ||
        (data.count === undefined && (missing0 = 'count')) ||
        (data.note === undefined && (missing0 = 'note')) ||
        (data.numel === undefined && (missing0 = 'numel')) ||
        (data.bytes === undefined && (missing0 = 'bytes')) ||
        (data.chips === undefined && (missing0 = 'chips')) ||
        (data.num_children === undefined && (missing0 = 'num_children')) ||
        (data.expanded === undefined && (missing0 = 'expanded')) ||
        (data.matched === undefined && (missing0 = 'matched')) ||
        (data.findings === undefined && (missing0 = 'findings'))
      ) {
        validate109.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema32.properties, key0)) {
            validate109.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.fqn !== undefined) {
            const _errs2 = errors;
            if (
              !validate25(data.fqn, {
                instancePath: instancePath + '/fqn',
                parentData: data,
                parentDataProperty: 'fqn',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate25.errors
                  : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.name !== undefined) {
              const _errs3 = errors;
              if (
                !validate25(data.name, {
                  instancePath: instancePath + '/name',
                  parentData: data,
                  parentDataProperty: 'name',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate25.errors
                    : vErrors.concat(validate25.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.depth !== undefined) {
                let data2 = data.depth;
                const _errs4 = errors;
                if (!(
                  typeof data2 == 'number' &&
                  !(data2 % 1) &&
                  !isNaN(data2) &&
                  isFinite(data2)
                )) {
                  validate109.errors = [
                    {
                      instancePath: instancePath + '/depth',
                      schemaPath: '#/properties/depth/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs4) {
                  if (typeof data2 == 'number' && isFinite(data2)) {
                    if (data2 < 0 || isNaN(data2)) {
                      validate109.errors = [
                        {
                          instancePath: instancePath + '/depth',
                          schemaPath: '#/properties/depth/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.kind !== undefined) {
                  let data3 = data.kind;
                  const _errs6 = errors;
                  if (!(
                    data3 === 'module' ||
                    data3 === 'fold' ||
                    data3 === 'ghost'
                  )) {
                    validate109.errors = [
                      {
                        instancePath: instancePath + '/kind',
                        schemaPath: '#/properties/kind/enum',
                        keyword: 'enum',
                        params: {
                          allowedValues: schema32.properties.kind.enum
                        },
                        message: 'must be equal to one of the allowed values'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.class_name !== undefined) {
                    const _errs7 = errors;
                    if (
                      !validate25(data.class_name, {
                        instancePath: instancePath + '/class_name',
                        parentData: data,
                        parentDataProperty: 'class_name',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate25.errors
                          : vErrors.concat(validate25.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs7 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.shape !== undefined) {
                      const _errs8 = errors;
                      if (
                        !validate49(data.shape, {
                          instancePath: instancePath + '/shape',
                          parentData: data,
                          parentDataProperty: 'shape',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate49.errors
                            : vErrors.concat(validate49.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs8 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.count !== undefined) {
                        let data6 = data.count;
                        const _errs9 = errors;
                        if (!(
                          typeof data6 == 'number' &&
                          !(data6 % 1) &&
                          !isNaN(data6) &&
                          isFinite(data6)
                        )) {
                          validate109.errors = [
                            {
                              instancePath: instancePath + '/count',
                              schemaPath: '#/properties/count/type',
                              keyword: 'type',
                              params: { type: 'integer' },
                              message: 'must be integer'
                            }
                          ];
                          return false;
                        }
                        if (errors === _errs9) {
                          if (typeof data6 == 'number' && isFinite(data6)) {
                            if (data6 < 1 || isNaN(data6)) {
                              validate109.errors = [
                                {
                                  instancePath: instancePath + '/count',
                                  schemaPath: '#/properties/count/minimum',
                                  keyword: 'minimum',
                                  params: { comparison: '>=', limit: 1 },
                                  message: 'must be >= 1'
                                }
                              ];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs9 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.note !== undefined) {
                          const _errs11 = errors;
                          if (
                            !validate49(data.note, {
                              instancePath: instancePath + '/note',
                              parentData: data,
                              parentDataProperty: 'note',
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate49.errors
                                : vErrors.concat(validate49.errors);
                            errors = vErrors.length;
                          }
                          var valid0 = _errs11 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.numel !== undefined) {
                            let data8 = data.numel;
                            const _errs12 = errors;
                            if (!(
                              typeof data8 == 'number' &&
                              !(data8 % 1) &&
                              !isNaN(data8) &&
                              isFinite(data8)
                            )) {
                              validate109.errors = [
                                {
                                  instancePath: instancePath + '/numel',
                                  schemaPath: '#/properties/numel/type',
                                  keyword: 'type',
                                  params: { type: 'integer' },
                                  message: 'must be integer'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs12 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.bytes !== undefined) {
                              let data9 = data.bytes;
                              const _errs14 = errors;
                              if (!(
                                typeof data9 == 'number' &&
                                !(data9 % 1) &&
                                !isNaN(data9) &&
                                isFinite(data9)
                              )) {
                                validate109.errors = [
                                  {
                                    instancePath: instancePath + '/bytes',
                                    schemaPath: '#/properties/bytes/type',
                                    keyword: 'type',
                                    params: { type: 'integer' },
                                    message: 'must be integer'
                                  }
                                ];
                                return false;
                              }
                              var valid0 = _errs14 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.chips !== undefined) {
                                let data10 = data.chips;
                                const _errs16 = errors;
                                if (errors === _errs16) {
                                  if (Array.isArray(data10)) {
                                    if (data10.length > 12) {
                                      validate109.errors = [
                                        {
                                          instancePath: instancePath + '/chips',
                                          schemaPath:
                                            '#/properties/chips/maxItems',
                                          keyword: 'maxItems',
                                          params: { limit: 12 },
                                          message:
                                            'must NOT have more than 12 items'
                                        }
                                      ];
                                      return false;
                                    } else {
                                      var valid1 = true;
                                      const len0 = data10.length;
                                      for (let i0 = 0; i0 < len0; i0++) {
                                        const _errs18 = errors;
                                        if (
                                          !validate115(data10[i0], {
                                            instancePath:
                                              instancePath + '/chips/' + i0,
                                            parentData: data10,
                                            parentDataProperty: i0,
                                            rootData
                                          })
                                        ) {
                                          vErrors =
                                            vErrors === null
                                              ? validate115.errors
                                              : vErrors.concat(
                                                  validate115.errors
                                                );
                                          errors = vErrors.length;
                                        }
                                        var valid1 = _errs18 === errors;
                                        if (!valid1) {
                                          break;
                                        }
                                      }
                                    }
                                  } else {
                                    validate109.errors = [
                                      {
                                        instancePath: instancePath + '/chips',
                                        schemaPath: '#/properties/chips/type',
                                        keyword: 'type',
                                        params: { type: 'array' },
                                        message: 'must be array'
                                      }
                                    ];
                                    return false;
                                  }
                                }
                                var valid0 = _errs16 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.num_children !== undefined) {
                                  let data12 = data.num_children;
                                  const _errs19 = errors;
                                  if (!(
                                    typeof data12 == 'number' &&
                                    !(data12 % 1) &&
                                    !isNaN(data12) &&
                                    isFinite(data12)
                                  )) {
                                    validate109.errors = [
                                      {
                                        instancePath:
                                          instancePath + '/num_children',
                                        schemaPath:
                                          '#/properties/num_children/type',
                                        keyword: 'type',
                                        params: { type: 'integer' },
                                        message: 'must be integer'
                                      }
                                    ];
                                    return false;
                                  }
                                  if (errors === _errs19) {
                                    if (
                                      typeof data12 == 'number' &&
                                      isFinite(data12)
                                    ) {
                                      if (data12 < 0 || isNaN(data12)) {
                                        validate109.errors = [
                                          {
                                            instancePath:
                                              instancePath + '/num_children',
                                            schemaPath:
                                              '#/properties/num_children/minimum',
                                            keyword: 'minimum',
                                            params: {
                                              comparison: '>=',
                                              limit: 0
                                            },
                                            message: 'must be >= 0'
                                          }
                                        ];
                                        return false;
                                      }
                                    }
                                  }
                                  var valid0 = _errs19 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.expanded !== undefined) {
                                    const _errs21 = errors;
                                    if (typeof data.expanded !== 'boolean') {
                                      validate109.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/expanded',
                                          schemaPath:
                                            '#/properties/expanded/type',
                                          keyword: 'type',
                                          params: { type: 'boolean' },
                                          message: 'must be boolean'
                                        }
                                      ];
                                      return false;
                                    }
                                    var valid0 = _errs21 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.matched !== undefined) {
                                      const _errs23 = errors;
                                      if (typeof data.matched !== 'boolean') {
                                        validate109.errors = [
                                          {
                                            instancePath:
                                              instancePath + '/matched',
                                            schemaPath:
                                              '#/properties/matched/type',
                                            keyword: 'type',
                                            params: { type: 'boolean' },
                                            message: 'must be boolean'
                                          }
                                        ];
                                        return false;
                                      }
                                      var valid0 = _errs23 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.findings !== undefined) {
                                        let data15 = data.findings;
                                        const _errs25 = errors;
                                        if (errors === _errs25) {
                                          if (Array.isArray(data15)) {
                                            if (data15.length > 20) {
                                              validate109.errors = [
                                                {
                                                  instancePath:
                                                    instancePath + '/findings',
                                                  schemaPath:
                                                    '#/properties/findings/maxItems',
                                                  keyword: 'maxItems',
                                                  params: { limit: 20 },
                                                  message:
                                                    'must NOT have more than 20 items'
                                                }
                                              ];
                                              return false;
                                            } else {
                                              var valid2 = true;
                                              const len1 = data15.length;
                                              for (
                                                let i1 = 0;
                                                i1 < len1;
                                                i1++
                                              ) {
                                                let data16 = data15[i1];
                                                const _errs27 = errors;
                                                if (errors === _errs27) {
                                                  if (
                                                    typeof data16 === 'string'
                                                  ) {
                                                    if (func2(data16) > 300) {
                                                      validate109.errors = [
                                                        {
                                                          instancePath:
                                                            instancePath +
                                                            '/findings/' +
                                                            i1,
                                                          schemaPath:
                                                            '#/properties/findings/items/maxLength',
                                                          keyword: 'maxLength',
                                                          params: {
                                                            limit: 300
                                                          },
                                                          message:
                                                            'must NOT have more than 300 characters'
                                                        }
                                                      ];
                                                      return false;
                                                    }
                                                  } else {
                                                    validate109.errors = [
                                                      {
                                                        instancePath:
                                                          instancePath +
                                                          '/findings/' +
                                                          i1,
                                                        schemaPath:
                                                          '#/properties/findings/items/type',
                                                        keyword: 'type',
                                                        params: {
                                                          type: 'string'
                                                        },
                                                        message:
                                                          'must be string'
                                                      }
                                                    ];
                                                    return false;
                                                  }
                                                }
                                                var valid2 = _errs27 === errors;
                                                if (!valid2) {
                                                  break;
                                                }
                                              }
                                            }
                                          } else {
                                            validate109.errors = [
                                              {
                                                instancePath:
                                                  instancePath + '/findings',
                                                schemaPath:
                                                  '#/properties/findings/type',
                                                keyword: 'type',
                                                params: { type: 'array' },
                                                message: 'must be array'
                                              }
                                            ];
                                            return false;
                                          }
                                        }
                                        var valid0 = _errs25 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate109.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate109.errors = vErrors;
  return errors === 0;
}

const schema34 = {
  title: 'Totals',
  type: 'object',
  properties: {
    modules: { type: 'integer' },
    parameters: { type: 'integer' },
    buffers: { type: 'integer' },
    numel: { type: 'integer' },
    trainable: { type: 'integer' },
    trainable_numel: { type: 'integer' },
    bytes: { type: 'integer' },
    storage_bytes: { type: 'integer' },
    uninitialized: { type: 'integer' },
    hooks: { type: 'object', additionalProperties: { type: 'integer' } },
    devices: { type: 'array', items: { type: 'string', maxLength: 50 } },
    dtypes: { type: 'array', items: { type: 'string', maxLength: 50 } },
    partial: { type: 'boolean' }
  },
  required: [
    'modules',
    'parameters',
    'buffers',
    'numel',
    'trainable',
    'trainable_numel',
    'bytes',
    'storage_bytes',
    'uninitialized',
    'hooks',
    'devices',
    'dtypes',
    'partial'
  ],
  additionalProperties: false
};

function validate120(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.modules === undefined && (missing0 = 'modules')) ||
        (data.parameters === undefined && (missing0 = 'parameters')) ||
        (data.buffers === undefined && (missing0 = 'buffers')) ||
        (data.numel === undefined && (missing0 = 'numel')) ||
        (data.trainable === undefined && (missing0 = 'trainable')) ||
        (data.trainable_numel === undefined &&
          (missing0 = 'trainable_numel')) ||
        (data.bytes === undefined && (missing0 = 'bytes')) ||
        (data.storage_bytes === undefined && (missing0 = 'storage_bytes')) ||
        (data.uninitialized === undefined && (missing0 = 'uninitialized')) ||
        (data.hooks === undefined && (missing0 = 'hooks')) ||
        (data.devices === undefined && (missing0 = 'devices')) ||
        (data.dtypes === undefined && (missing0 = 'dtypes')) ||
        (data.partial === undefined && (missing0 = 'partial'))
      ) {
        validate120.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema34.properties, key0)) {
            validate120.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.modules !== undefined) {
            let data0 = data.modules;
            const _errs2 = errors;
            if (!(
              typeof data0 == 'number' &&
              !(data0 % 1) &&
              !isNaN(data0) &&
              isFinite(data0)
            )) {
              validate120.errors = [
                {
                  instancePath: instancePath + '/modules',
                  schemaPath: '#/properties/modules/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.parameters !== undefined) {
              let data1 = data.parameters;
              const _errs4 = errors;
              if (!(
                typeof data1 == 'number' &&
                !(data1 % 1) &&
                !isNaN(data1) &&
                isFinite(data1)
              )) {
                validate120.errors = [
                  {
                    instancePath: instancePath + '/parameters',
                    schemaPath: '#/properties/parameters/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.buffers !== undefined) {
                let data2 = data.buffers;
                const _errs6 = errors;
                if (!(
                  typeof data2 == 'number' &&
                  !(data2 % 1) &&
                  !isNaN(data2) &&
                  isFinite(data2)
                )) {
                  validate120.errors = [
                    {
                      instancePath: instancePath + '/buffers',
                      schemaPath: '#/properties/buffers/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.numel !== undefined) {
                  let data3 = data.numel;
                  const _errs8 = errors;
                  if (!(
                    typeof data3 == 'number' &&
                    !(data3 % 1) &&
                    !isNaN(data3) &&
                    isFinite(data3)
                  )) {
                    validate120.errors = [
                      {
                        instancePath: instancePath + '/numel',
                        schemaPath: '#/properties/numel/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.trainable !== undefined) {
                    let data4 = data.trainable;
                    const _errs10 = errors;
                    if (!(
                      typeof data4 == 'number' &&
                      !(data4 % 1) &&
                      !isNaN(data4) &&
                      isFinite(data4)
                    )) {
                      validate120.errors = [
                        {
                          instancePath: instancePath + '/trainable',
                          schemaPath: '#/properties/trainable/type',
                          keyword: 'type',
                          params: { type: 'integer' },
                          message: 'must be integer'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.trainable_numel !== undefined) {
                      let data5 = data.trainable_numel;
                      const _errs12 = errors;
                      if (!(
                        typeof data5 == 'number' &&
                        !(data5 % 1) &&
                        !isNaN(data5) &&
                        isFinite(data5)
                      )) {
                        validate120.errors = [
                          {
                            instancePath: instancePath + '/trainable_numel',
                            schemaPath: '#/properties/trainable_numel/type',
                            keyword: 'type',
                            params: { type: 'integer' },
                            message: 'must be integer'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.bytes !== undefined) {
                        let data6 = data.bytes;
                        const _errs14 = errors;
                        if (!(
                          typeof data6 == 'number' &&
                          !(data6 % 1) &&
                          !isNaN(data6) &&
                          isFinite(data6)
                        )) {
                          validate120.errors = [
                            {
                              instancePath: instancePath + '/bytes',
                              schemaPath: '#/properties/bytes/type',
                              keyword: 'type',
                              params: { type: 'integer' },
                              message: 'must be integer'
                            }
                          ];
                          return false;
                        }
                        var valid0 = _errs14 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.storage_bytes !== undefined) {
                          let data7 = data.storage_bytes;
                          const _errs16 = errors;
                          if (!(
                            typeof data7 == 'number' &&
                            !(data7 % 1) &&
                            !isNaN(data7) &&
                            isFinite(data7)
                          )) {
                            validate120.errors = [
                              {
                                instancePath: instancePath + '/storage_bytes',
                                schemaPath: '#/properties/storage_bytes/type',
                                keyword: 'type',
                                params: { type: 'integer' },
                                message: 'must be integer'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs16 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.uninitialized !== undefined) {
                            let data8 = data.uninitialized;
                            const _errs18 = errors;
                            if (!(
                              typeof data8 == 'number' &&
                              !(data8 % 1) &&
                              !isNaN(data8) &&
                              isFinite(data8)
                            )) {
                              validate120.errors = [
                                {
                                  instancePath: instancePath + '/uninitialized',
                                  schemaPath: '#/properties/uninitialized/type',
                                  keyword: 'type',
                                  params: { type: 'integer' },
                                  message: 'must be integer'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs18 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.hooks !== undefined) {
                              let data9 = data.hooks;
                              const _errs20 = errors;
                              if (errors === _errs20) {
                                if (
                                  data9 &&
                                  typeof data9 == 'object' &&
                                  !Array.isArray(data9)
                                ) {
                                  for (const key1 in data9) {
                                    let data10 = data9[key1];
                                    const _errs23 = errors;
                                    if (!(
                                      typeof data10 == 'number' &&
                                      !(data10 % 1) &&
                                      !isNaN(data10) &&
                                      isFinite(data10)
                                    )) {
                                      validate120.errors = [
                                        {
                                          instancePath:
                                            instancePath +
                                            '/hooks/' +
                                            key1
                                              .replace(/~/g, '~0')
                                              .replace(/\//g, '~1'),
                                          schemaPath:
                                            '#/properties/hooks/additionalProperties/type',
                                          keyword: 'type',
                                          params: { type: 'integer' },
                                          message: 'must be integer'
                                        }
                                      ];
                                      return false;
                                    }
                                    var valid1 = _errs23 === errors;
                                    if (!valid1) {
                                      break;
                                    }
                                  }
                                } else {
                                  validate120.errors = [
                                    {
                                      instancePath: instancePath + '/hooks',
                                      schemaPath: '#/properties/hooks/type',
                                      keyword: 'type',
                                      params: { type: 'object' },
                                      message: 'must be object'
                                    }
                                  ];
                                  return false;
                                }
                              }
                              var valid0 = _errs20 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.devices !== undefined) {
                                let data11 = data.devices;
                                const _errs25 = errors;
                                if (errors === _errs25) {
                                  if (Array.isArray(data11)) {
                                    var valid2 = true;
                                    const len0 = data11.length;
                                    for (let i0 = 0; i0 < len0; i0++) {
                                      let data12 = data11[i0];
                                      const _errs27 = errors;
                                      if (errors === _errs27) {
                                        if (typeof data12 === 'string') {
                                          if (func2(data12) > 50) {
                                            validate120.errors = [
                                              {
                                                instancePath:
                                                  instancePath +
                                                  '/devices/' +
                                                  i0,
                                                schemaPath:
                                                  '#/properties/devices/items/maxLength',
                                                keyword: 'maxLength',
                                                params: { limit: 50 },
                                                message:
                                                  'must NOT have more than 50 characters'
                                              }
                                            ];
                                            return false;
                                          }
                                        } else {
                                          validate120.errors = [
                                            {
                                              instancePath:
                                                instancePath + '/devices/' + i0,
                                              schemaPath:
                                                '#/properties/devices/items/type',
                                              keyword: 'type',
                                              params: { type: 'string' },
                                              message: 'must be string'
                                            }
                                          ];
                                          return false;
                                        }
                                      }
                                      var valid2 = _errs27 === errors;
                                      if (!valid2) {
                                        break;
                                      }
                                    }
                                  } else {
                                    validate120.errors = [
                                      {
                                        instancePath: instancePath + '/devices',
                                        schemaPath: '#/properties/devices/type',
                                        keyword: 'type',
                                        params: { type: 'array' },
                                        message: 'must be array'
                                      }
                                    ];
                                    return false;
                                  }
                                }
                                var valid0 = _errs25 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.dtypes !== undefined) {
                                  let data13 = data.dtypes;
                                  const _errs29 = errors;
                                  if (errors === _errs29) {
                                    if (Array.isArray(data13)) {
                                      var valid3 = true;
                                      const len1 = data13.length;
                                      for (let i1 = 0; i1 < len1; i1++) {
                                        let data14 = data13[i1];
                                        const _errs31 = errors;
                                        if (errors === _errs31) {
                                          if (typeof data14 === 'string') {
                                            if (func2(data14) > 50) {
                                              validate120.errors = [
                                                {
                                                  instancePath:
                                                    instancePath +
                                                    '/dtypes/' +
                                                    i1,
                                                  schemaPath:
                                                    '#/properties/dtypes/items/maxLength',
                                                  keyword: 'maxLength',
                                                  params: { limit: 50 },
                                                  message:
                                                    'must NOT have more than 50 characters'
                                                }
                                              ];
                                              return false;
                                            }
                                          } else {
                                            validate120.errors = [
                                              {
                                                instancePath:
                                                  instancePath +
                                                  '/dtypes/' +
                                                  i1,
                                                schemaPath:
                                                  '#/properties/dtypes/items/type',
                                                keyword: 'type',
                                                params: { type: 'string' },
                                                message: 'must be string'
                                              }
                                            ];
                                            return false;
                                          }
                                        }
                                        var valid3 = _errs31 === errors;
                                        if (!valid3) {
                                          break;
                                        }
                                      }
                                    } else {
                                      validate120.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/dtypes',
                                          schemaPath:
                                            '#/properties/dtypes/type',
                                          keyword: 'type',
                                          params: { type: 'array' },
                                          message: 'must be array'
                                        }
                                      ];
                                      return false;
                                    }
                                  }
                                  var valid0 = _errs29 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.partial !== undefined) {
                                    const _errs33 = errors;
                                    if (typeof data.partial !== 'boolean') {
                                      validate120.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/partial',
                                          schemaPath:
                                            '#/properties/partial/type',
                                          keyword: 'type',
                                          params: { type: 'boolean' },
                                          message: 'must be boolean'
                                        }
                                      ];
                                      return false;
                                    }
                                    var valid0 = _errs33 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate120.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate120.errors = vErrors;
  return errors === 0;
}

function validate217(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.model === undefined && (missing0 = 'model')) ||
        (data.fqn === undefined && (missing0 = 'fqn')) ||
        (data.found === undefined && (missing0 = 'found')) ||
        (data.rows === undefined && (missing0 = 'rows')) ||
        (data.left_out === undefined && (missing0 = 'left_out')) ||
        (data.matches === undefined && (missing0 = 'matches')) ||
        (data.problem === undefined && (missing0 = 'problem')) ||
        (data.totals === undefined && (missing0 = 'totals')) ||
        (data.checked === undefined && (missing0 = 'checked'))
      ) {
        validate217.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema31.properties, key0)) {
            validate217.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('tree.rows' !== data.kind) {
              validate217.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'tree.rows' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.model !== undefined) {
                const _errs4 = errors;
                if (
                  !validate25(data.model, {
                    instancePath: instancePath + '/model',
                    parentData: data,
                    parentDataProperty: 'model',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate25.errors
                      : vErrors.concat(validate25.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.fqn !== undefined) {
                  const _errs5 = errors;
                  if (
                    !validate25(data.fqn, {
                      instancePath: instancePath + '/fqn',
                      parentData: data,
                      parentDataProperty: 'fqn',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate25.errors
                        : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.found !== undefined) {
                    const _errs6 = errors;
                    if (typeof data.found !== 'boolean') {
                      validate217.errors = [
                        {
                          instancePath: instancePath + '/found',
                          schemaPath: '#/properties/found/type',
                          keyword: 'type',
                          params: { type: 'boolean' },
                          message: 'must be boolean'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs6 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.rows !== undefined) {
                      let data5 = data.rows;
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (Array.isArray(data5)) {
                          if (data5.length > 5000) {
                            validate217.errors = [
                              {
                                instancePath: instancePath + '/rows',
                                schemaPath: '#/properties/rows/maxItems',
                                keyword: 'maxItems',
                                params: { limit: 5000 },
                                message: 'must NOT have more than 5000 items'
                              }
                            ];
                            return false;
                          } else {
                            var valid1 = true;
                            const len0 = data5.length;
                            for (let i0 = 0; i0 < len0; i0++) {
                              const _errs10 = errors;
                              if (
                                !validate109(data5[i0], {
                                  instancePath: instancePath + '/rows/' + i0,
                                  parentData: data5,
                                  parentDataProperty: i0,
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate109.errors
                                    : vErrors.concat(validate109.errors);
                                errors = vErrors.length;
                              }
                              var valid1 = _errs10 === errors;
                              if (!valid1) {
                                break;
                              }
                            }
                          }
                        } else {
                          validate217.errors = [
                            {
                              instancePath: instancePath + '/rows',
                              schemaPath: '#/properties/rows/type',
                              keyword: 'type',
                              params: { type: 'array' },
                              message: 'must be array'
                            }
                          ];
                          return false;
                        }
                      }
                      var valid0 = _errs8 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.left_out !== undefined) {
                        let data7 = data.left_out;
                        const _errs11 = errors;
                        if (!(
                          typeof data7 == 'number' &&
                          !(data7 % 1) &&
                          !isNaN(data7) &&
                          isFinite(data7)
                        )) {
                          validate217.errors = [
                            {
                              instancePath: instancePath + '/left_out',
                              schemaPath: '#/properties/left_out/type',
                              keyword: 'type',
                              params: { type: 'integer' },
                              message: 'must be integer'
                            }
                          ];
                          return false;
                        }
                        if (errors === _errs11) {
                          if (typeof data7 == 'number' && isFinite(data7)) {
                            if (data7 < 0 || isNaN(data7)) {
                              validate217.errors = [
                                {
                                  instancePath: instancePath + '/left_out',
                                  schemaPath: '#/properties/left_out/minimum',
                                  keyword: 'minimum',
                                  params: { comparison: '>=', limit: 0 },
                                  message: 'must be >= 0'
                                }
                              ];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs11 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.matches !== undefined) {
                          let data8 = data.matches;
                          const _errs13 = errors;
                          if (
                            !(
                              typeof data8 == 'number' &&
                              !(data8 % 1) &&
                              !isNaN(data8) &&
                              isFinite(data8)
                            ) &&
                            data8 !== null
                          ) {
                            validate217.errors = [
                              {
                                instancePath: instancePath + '/matches',
                                schemaPath: '#/properties/matches/type',
                                keyword: 'type',
                                params: {
                                  type: schema31.properties.matches.type
                                },
                                message: 'must be integer,null'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs13 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.problem !== undefined) {
                            const _errs15 = errors;
                            if (
                              !validate49(data.problem, {
                                instancePath: instancePath + '/problem',
                                parentData: data,
                                parentDataProperty: 'problem',
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate49.errors
                                  : vErrors.concat(validate49.errors);
                              errors = vErrors.length;
                            }
                            var valid0 = _errs15 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.totals !== undefined) {
                              const _errs16 = errors;
                              if (
                                !validate120(data.totals, {
                                  instancePath: instancePath + '/totals',
                                  parentData: data,
                                  parentDataProperty: 'totals',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate120.errors
                                    : vErrors.concat(validate120.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs16 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.checked !== undefined) {
                                const _errs17 = errors;
                                if (
                                  !validate79(data.checked, {
                                    instancePath: instancePath + '/checked',
                                    parentData: data,
                                    parentDataProperty: 'checked',
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate79.errors
                                      : vErrors.concat(validate79.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs17 === errors;
                              } else {
                                var valid0 = true;
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate217.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate217.errors = vErrors;
  return errors === 0;
}

export const validateModuleGet = validate225;
const schema35 = {
  title: 'ModuleGet',
  type: 'object',
  properties: {
    kind: { const: 'module.get' },
    id: { $ref: '#/definitions/Id' },
    model: { $ref: '#/definitions/Name' },
    fqn: { $ref: '#/definitions/Name' }
  },
  required: ['kind', 'id', 'model', 'fqn'],
  additionalProperties: false
};

function validate225(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.model === undefined && (missing0 = 'model')) ||
        (data.fqn === undefined && (missing0 = 'fqn'))
      ) {
        validate225.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'model' ||
            key0 === 'fqn'
          )) {
            validate225.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('module.get' !== data.kind) {
              validate225.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'module.get' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.model !== undefined) {
                const _errs4 = errors;
                if (
                  !validate25(data.model, {
                    instancePath: instancePath + '/model',
                    parentData: data,
                    parentDataProperty: 'model',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate25.errors
                      : vErrors.concat(validate25.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.fqn !== undefined) {
                  const _errs5 = errors;
                  if (
                    !validate25(data.fqn, {
                      instancePath: instancePath + '/fqn',
                      parentData: data,
                      parentDataProperty: 'fqn',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate25.errors
                        : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate225.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate225.errors = vErrors;
  return errors === 0;
}

export const validateModuleDetails = validate229;
const schema36 = {
  title: 'ModuleDetails',
  type: 'object',
  properties: {
    kind: { const: 'module.details' },
    id: { $ref: '#/definitions/Id' },
    model: { $ref: '#/definitions/Name' },
    fqn: { $ref: '#/definitions/Name' },
    overview: { anyOf: [{ $ref: '#/definitions/Overview' }, { type: 'null' }] },
    tensors: {
      type: 'array',
      maxItems: 500,
      items: { $ref: '#/definitions/TensorRow' }
    },
    tensors_left_out: { type: 'integer', minimum: 0 },
    hooks: {
      type: 'array',
      maxItems: 200,
      items: { $ref: '#/definitions/HookRow' }
    },
    hooks_left_out: { type: 'integer', minimum: 0 },
    checked: { $ref: '#/definitions/Checked' }
  },
  required: [
    'kind',
    'id',
    'model',
    'fqn',
    'overview',
    'tensors',
    'tensors_left_out',
    'hooks',
    'hooks_left_out',
    'checked'
  ],
  additionalProperties: false
};
const schema37 = {
  title: 'Overview',
  type: 'object',
  properties: {
    class_name: { $ref: '#/definitions/Name' },
    class_module: {
      description: '`torch.nn.modules.linear`',
      $ref: '#/definitions/Name'
    },
    shape: { $ref: '#/definitions/Text' },
    class_cell: {
      anyOf: [{ $ref: '#/definitions/CellRef' }, { type: 'null' }]
    },
    built_cell: {
      anyOf: [{ $ref: '#/definitions/CellRef' }, { type: 'null' }]
    },
    totals: { $ref: '#/definitions/Totals' },
    placements: {
      type: 'array',
      maxItems: 50,
      items: { $ref: '#/definitions/Placement' }
    },
    training: {
      description: 'Null: the flag is no boolean or is missing.',
      type: ['boolean', 'null']
    },
    num_children: { type: 'integer' }
  },
  required: [
    'class_name',
    'class_module',
    'shape',
    'class_cell',
    'built_cell',
    'totals',
    'placements',
    'training',
    'num_children'
  ],
  additionalProperties: false
};
const schema38 = {
  title: 'Placement',
  description: 'How many tensors of a subtree share a device and dtype.',
  type: 'object',
  properties: {
    device: { type: 'string', maxLength: 50 },
    dtype: { type: 'string', maxLength: 50 },
    count: { type: 'integer' }
  },
  required: ['device', 'dtype', 'count'],
  additionalProperties: false
};

function validate140(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.device === undefined && (missing0 = 'device')) ||
        (data.dtype === undefined && (missing0 = 'dtype')) ||
        (data.count === undefined && (missing0 = 'count'))
      ) {
        validate140.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'device' || key0 === 'dtype' || key0 === 'count')) {
            validate140.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.device !== undefined) {
            let data0 = data.device;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === 'string') {
                if (func2(data0) > 50) {
                  validate140.errors = [
                    {
                      instancePath: instancePath + '/device',
                      schemaPath: '#/properties/device/maxLength',
                      keyword: 'maxLength',
                      params: { limit: 50 },
                      message: 'must NOT have more than 50 characters'
                    }
                  ];
                  return false;
                }
              } else {
                validate140.errors = [
                  {
                    instancePath: instancePath + '/device',
                    schemaPath: '#/properties/device/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.dtype !== undefined) {
              let data1 = data.dtype;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (typeof data1 === 'string') {
                  if (func2(data1) > 50) {
                    validate140.errors = [
                      {
                        instancePath: instancePath + '/dtype',
                        schemaPath: '#/properties/dtype/maxLength',
                        keyword: 'maxLength',
                        params: { limit: 50 },
                        message: 'must NOT have more than 50 characters'
                      }
                    ];
                    return false;
                  }
                } else {
                  validate140.errors = [
                    {
                      instancePath: instancePath + '/dtype',
                      schemaPath: '#/properties/dtype/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.count !== undefined) {
                let data2 = data.count;
                const _errs6 = errors;
                if (!(
                  typeof data2 == 'number' &&
                  !(data2 % 1) &&
                  !isNaN(data2) &&
                  isFinite(data2)
                )) {
                  validate140.errors = [
                    {
                      instancePath: instancePath + '/count',
                      schemaPath: '#/properties/count/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate140.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate140.errors = vErrors;
  return errors === 0;
}

function validate133(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.class_name === undefined && (missing0 = 'class_name')) ||
        (data.class_module === undefined && (missing0 = 'class_module')) ||
        (data.shape === undefined && (missing0 = 'shape')) ||
        (data.class_cell === undefined && (missing0 = 'class_cell')) ||
        (data.built_cell === undefined && (missing0 = 'built_cell')) ||
        (data.totals === undefined && (missing0 = 'totals')) ||
        (data.placements === undefined && (missing0 = 'placements')) ||
        (data.training === undefined && (missing0 = 'training')) ||
        (data.num_children === undefined && (missing0 = 'num_children'))
      ) {
        validate133.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema37.properties, key0)) {
            validate133.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.class_name !== undefined) {
            const _errs2 = errors;
            if (
              !validate25(data.class_name, {
                instancePath: instancePath + '/class_name',
                parentData: data,
                parentDataProperty: 'class_name',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate25.errors
                  : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.class_module !== undefined) {
              const _errs3 = errors;
              if (
                !validate25(data.class_module, {
                  instancePath: instancePath + '/class_module',
                  parentData: data,
                  parentDataProperty: 'class_module',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate25.errors
                    : vErrors.concat(validate25.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.shape !== undefined) {
                const _errs4 = errors;
                if (
                  !validate49(data.shape, {
                    instancePath: instancePath + '/shape',
                    parentData: data,
                    parentDataProperty: 'shape',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate49.errors
                      : vErrors.concat(validate49.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.class_cell !== undefined) {
                  let data3 = data.class_cell;
                  const _errs5 = errors;
                  const _errs6 = errors;
                  let valid1 = false;
                  const _errs7 = errors;
                  if (
                    !validate65(data3, {
                      instancePath: instancePath + '/class_cell',
                      parentData: data,
                      parentDataProperty: 'class_cell',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate65.errors
                        : vErrors.concat(validate65.errors);
                    errors = vErrors.length;
                  }
                  var _valid0 = _errs7 === errors;
                  valid1 = valid1 || _valid0;
                  if (!valid1) {
                    const _errs8 = errors;
                    if (data3 !== null) {
                      const err0 = {
                        instancePath: instancePath + '/class_cell',
                        schemaPath: '#/properties/class_cell/anyOf/1/type',
                        keyword: 'type',
                        params: { type: 'null' },
                        message: 'must be null'
                      };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    }
                    var _valid0 = _errs8 === errors;
                    valid1 = valid1 || _valid0;
                  }
                  if (!valid1) {
                    const err1 = {
                      instancePath: instancePath + '/class_cell',
                      schemaPath: '#/properties/class_cell/anyOf',
                      keyword: 'anyOf',
                      params: {},
                      message: 'must match a schema in anyOf'
                    };
                    if (vErrors === null) {
                      vErrors = [err1];
                    } else {
                      vErrors.push(err1);
                    }
                    errors++;
                    validate133.errors = vErrors;
                    return false;
                  } else {
                    errors = _errs6;
                    if (vErrors !== null) {
                      if (_errs6) {
                        vErrors.length = _errs6;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.built_cell !== undefined) {
                    let data4 = data.built_cell;
                    const _errs10 = errors;
                    const _errs11 = errors;
                    let valid2 = false;
                    const _errs12 = errors;
                    if (
                      !validate65(data4, {
                        instancePath: instancePath + '/built_cell',
                        parentData: data,
                        parentDataProperty: 'built_cell',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate65.errors
                          : vErrors.concat(validate65.errors);
                      errors = vErrors.length;
                    }
                    var _valid1 = _errs12 === errors;
                    valid2 = valid2 || _valid1;
                    if (!valid2) {
                      const _errs13 = errors;
                      if (data4 !== null) {
                        const err2 = {
                          instancePath: instancePath + '/built_cell',
                          schemaPath: '#/properties/built_cell/anyOf/1/type',
                          keyword: 'type',
                          params: { type: 'null' },
                          message: 'must be null'
                        };
                        if (vErrors === null) {
                          vErrors = [err2];
                        } else {
                          vErrors.push(err2);
                        }
                        errors++;
                      }
                      var _valid1 = _errs13 === errors;
                      valid2 = valid2 || _valid1;
                    }
                    if (!valid2) {
                      const err3 = {
                        instancePath: instancePath + '/built_cell',
                        schemaPath: '#/properties/built_cell/anyOf',
                        keyword: 'anyOf',
                        params: {},
                        message: 'must match a schema in anyOf'
                      };
                      if (vErrors === null) {
                        vErrors = [err3];
                      } else {
                        vErrors.push(err3);
                      }
                      errors++;
                      validate133.errors = vErrors;
                      return false;
                    } else {
                      errors = _errs11;
                      if (vErrors !== null) {
                        if (_errs11) {
                          vErrors.length = _errs11;
                        } else {
                          vErrors = null;
                        }
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.totals !== undefined) {
                      const _errs15 = errors;
                      if (
                        !validate120(data.totals, {
                          instancePath: instancePath + '/totals',
                          parentData: data,
                          parentDataProperty: 'totals',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate120.errors
                            : vErrors.concat(validate120.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs15 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.placements !== undefined) {
                        let data6 = data.placements;
                        const _errs16 = errors;
                        if (errors === _errs16) {
                          if (Array.isArray(data6)) {
                            if (data6.length > 50) {
                              validate133.errors = [
                                {
                                  instancePath: instancePath + '/placements',
                                  schemaPath:
                                    '#/properties/placements/maxItems',
                                  keyword: 'maxItems',
                                  params: { limit: 50 },
                                  message: 'must NOT have more than 50 items'
                                }
                              ];
                              return false;
                            } else {
                              var valid3 = true;
                              const len0 = data6.length;
                              for (let i0 = 0; i0 < len0; i0++) {
                                const _errs18 = errors;
                                if (
                                  !validate140(data6[i0], {
                                    instancePath:
                                      instancePath + '/placements/' + i0,
                                    parentData: data6,
                                    parentDataProperty: i0,
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate140.errors
                                      : vErrors.concat(validate140.errors);
                                  errors = vErrors.length;
                                }
                                var valid3 = _errs18 === errors;
                                if (!valid3) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate133.errors = [
                              {
                                instancePath: instancePath + '/placements',
                                schemaPath: '#/properties/placements/type',
                                keyword: 'type',
                                params: { type: 'array' },
                                message: 'must be array'
                              }
                            ];
                            return false;
                          }
                        }
                        var valid0 = _errs16 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.training !== undefined) {
                          let data8 = data.training;
                          const _errs19 = errors;
                          if (typeof data8 !== 'boolean' && data8 !== null) {
                            validate133.errors = [
                              {
                                instancePath: instancePath + '/training',
                                schemaPath: '#/properties/training/type',
                                keyword: 'type',
                                params: {
                                  type: schema37.properties.training.type
                                },
                                message: 'must be boolean,null'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs19 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.num_children !== undefined) {
                            let data9 = data.num_children;
                            const _errs21 = errors;
                            if (!(
                              typeof data9 == 'number' &&
                              !(data9 % 1) &&
                              !isNaN(data9) &&
                              isFinite(data9)
                            )) {
                              validate133.errors = [
                                {
                                  instancePath: instancePath + '/num_children',
                                  schemaPath: '#/properties/num_children/type',
                                  keyword: 'type',
                                  params: { type: 'integer' },
                                  message: 'must be integer'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs21 === errors;
                          } else {
                            var valid0 = true;
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate133.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate133.errors = vErrors;
  return errors === 0;
}

const schema39 = {
  title: 'TensorRow',
  description: 'A parameter or buffer of the subtree.',
  type: 'object',
  properties: {
    fqn: { $ref: '#/definitions/Name' },
    kind: { enum: ['parameter', 'buffer'] },
    shape: { description: '`[64, 2]`', $ref: '#/definitions/Text' },
    dtype: { type: 'string', maxLength: 50 },
    device: { type: 'string', maxLength: 50 },
    trainable: { type: 'boolean' },
    persistent: { type: 'boolean' },
    grad: { enum: ['none', 'set', 'not applicable'] },
    shared_with: { anyOf: [{ $ref: '#/definitions/Name' }, { type: 'null' }] },
    optimizer: {
      description:
        '`optimizer, group 0`; null: in no optimizer of the namespace.',
      anyOf: [{ $ref: '#/definitions/Name' }, { type: 'null' }]
    }
  },
  required: [
    'fqn',
    'kind',
    'shape',
    'dtype',
    'device',
    'trainable',
    'persistent',
    'grad',
    'shared_with',
    'optimizer'
  ],
  additionalProperties: false
};

function validate143(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.fqn === undefined && (missing0 = 'fqn')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.shape === undefined && (missing0 = 'shape')) ||
        (data.dtype === undefined && (missing0 = 'dtype')) ||
        (data.device === undefined && (missing0 = 'device')) ||
        (data.trainable === undefined && (missing0 = 'trainable')) ||
        (data.persistent === undefined && (missing0 = 'persistent')) ||
        (data.grad === undefined && (missing0 = 'grad')) ||
        (data.shared_with === undefined && (missing0 = 'shared_with')) ||
        (data.optimizer === undefined && (missing0 = 'optimizer'))
      ) {
        validate143.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema39.properties, key0)) {
            validate143.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.fqn !== undefined) {
            const _errs2 = errors;
            if (
              !validate25(data.fqn, {
                instancePath: instancePath + '/fqn',
                parentData: data,
                parentDataProperty: 'fqn',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate25.errors
                  : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.kind !== undefined) {
              let data1 = data.kind;
              const _errs3 = errors;
              if (!(data1 === 'parameter' || data1 === 'buffer')) {
                validate143.errors = [
                  {
                    instancePath: instancePath + '/kind',
                    schemaPath: '#/properties/kind/enum',
                    keyword: 'enum',
                    params: { allowedValues: schema39.properties.kind.enum },
                    message: 'must be equal to one of the allowed values'
                  }
                ];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.shape !== undefined) {
                const _errs4 = errors;
                if (
                  !validate49(data.shape, {
                    instancePath: instancePath + '/shape',
                    parentData: data,
                    parentDataProperty: 'shape',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate49.errors
                      : vErrors.concat(validate49.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.dtype !== undefined) {
                  let data3 = data.dtype;
                  const _errs5 = errors;
                  if (errors === _errs5) {
                    if (typeof data3 === 'string') {
                      if (func2(data3) > 50) {
                        validate143.errors = [
                          {
                            instancePath: instancePath + '/dtype',
                            schemaPath: '#/properties/dtype/maxLength',
                            keyword: 'maxLength',
                            params: { limit: 50 },
                            message: 'must NOT have more than 50 characters'
                          }
                        ];
                        return false;
                      }
                    } else {
                      validate143.errors = [
                        {
                          instancePath: instancePath + '/dtype',
                          schemaPath: '#/properties/dtype/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.device !== undefined) {
                    let data4 = data.device;
                    const _errs7 = errors;
                    if (errors === _errs7) {
                      if (typeof data4 === 'string') {
                        if (func2(data4) > 50) {
                          validate143.errors = [
                            {
                              instancePath: instancePath + '/device',
                              schemaPath: '#/properties/device/maxLength',
                              keyword: 'maxLength',
                              params: { limit: 50 },
                              message: 'must NOT have more than 50 characters'
                            }
                          ];
                          return false;
                        }
                      } else {
                        validate143.errors = [
                          {
                            instancePath: instancePath + '/device',
                            schemaPath: '#/properties/device/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                    }
                    var valid0 = _errs7 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.trainable !== undefined) {
                      const _errs9 = errors;
                      if (typeof data.trainable !== 'boolean') {
                        validate143.errors = [
                          {
                            instancePath: instancePath + '/trainable',
                            schemaPath: '#/properties/trainable/type',
                            keyword: 'type',
                            params: { type: 'boolean' },
                            message: 'must be boolean'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.persistent !== undefined) {
                        const _errs11 = errors;
                        if (typeof data.persistent !== 'boolean') {
                          validate143.errors = [
                            {
                              instancePath: instancePath + '/persistent',
                              schemaPath: '#/properties/persistent/type',
                              keyword: 'type',
                              params: { type: 'boolean' },
                              message: 'must be boolean'
                            }
                          ];
                          return false;
                        }
                        var valid0 = _errs11 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.grad !== undefined) {
                          let data7 = data.grad;
                          const _errs13 = errors;
                          if (!(
                            data7 === 'none' ||
                            data7 === 'set' ||
                            data7 === 'not applicable'
                          )) {
                            validate143.errors = [
                              {
                                instancePath: instancePath + '/grad',
                                schemaPath: '#/properties/grad/enum',
                                keyword: 'enum',
                                params: {
                                  allowedValues: schema39.properties.grad.enum
                                },
                                message:
                                  'must be equal to one of the allowed values'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs13 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.shared_with !== undefined) {
                            let data8 = data.shared_with;
                            const _errs14 = errors;
                            const _errs15 = errors;
                            let valid1 = false;
                            const _errs16 = errors;
                            if (
                              !validate25(data8, {
                                instancePath: instancePath + '/shared_with',
                                parentData: data,
                                parentDataProperty: 'shared_with',
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate25.errors
                                  : vErrors.concat(validate25.errors);
                              errors = vErrors.length;
                            }
                            var _valid0 = _errs16 === errors;
                            valid1 = valid1 || _valid0;
                            if (!valid1) {
                              const _errs17 = errors;
                              if (data8 !== null) {
                                const err0 = {
                                  instancePath: instancePath + '/shared_with',
                                  schemaPath:
                                    '#/properties/shared_with/anyOf/1/type',
                                  keyword: 'type',
                                  params: { type: 'null' },
                                  message: 'must be null'
                                };
                                if (vErrors === null) {
                                  vErrors = [err0];
                                } else {
                                  vErrors.push(err0);
                                }
                                errors++;
                              }
                              var _valid0 = _errs17 === errors;
                              valid1 = valid1 || _valid0;
                            }
                            if (!valid1) {
                              const err1 = {
                                instancePath: instancePath + '/shared_with',
                                schemaPath: '#/properties/shared_with/anyOf',
                                keyword: 'anyOf',
                                params: {},
                                message: 'must match a schema in anyOf'
                              };
                              if (vErrors === null) {
                                vErrors = [err1];
                              } else {
                                vErrors.push(err1);
                              }
                              errors++;
                              validate143.errors = vErrors;
                              return false;
                            } else {
                              errors = _errs15;
                              if (vErrors !== null) {
                                if (_errs15) {
                                  vErrors.length = _errs15;
                                } else {
                                  vErrors = null;
                                }
                              }
                            }
                            var valid0 = _errs14 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.optimizer !== undefined) {
                              let data9 = data.optimizer;
                              const _errs19 = errors;
                              const _errs20 = errors;
                              let valid2 = false;
                              const _errs21 = errors;
                              if (
                                !validate25(data9, {
                                  instancePath: instancePath + '/optimizer',
                                  parentData: data,
                                  parentDataProperty: 'optimizer',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate25.errors
                                    : vErrors.concat(validate25.errors);
                                errors = vErrors.length;
                              }
                              var _valid1 = _errs21 === errors;
                              valid2 = valid2 || _valid1;
                              if (!valid2) {
                                const _errs22 = errors;
                                if (data9 !== null) {
                                  const err2 = {
                                    instancePath: instancePath + '/optimizer',
                                    schemaPath:
                                      '#/properties/optimizer/anyOf/1/type',
                                    keyword: 'type',
                                    params: { type: 'null' },
                                    message: 'must be null'
                                  };
                                  if (vErrors === null) {
                                    vErrors = [err2];
                                  } else {
                                    vErrors.push(err2);
                                  }
                                  errors++;
                                }
                                var _valid1 = _errs22 === errors;
                                valid2 = valid2 || _valid1;
                              }
                              if (!valid2) {
                                const err3 = {
                                  instancePath: instancePath + '/optimizer',
                                  schemaPath: '#/properties/optimizer/anyOf',
                                  keyword: 'anyOf',
                                  params: {},
                                  message: 'must match a schema in anyOf'
                                };
                                if (vErrors === null) {
                                  vErrors = [err3];
                                } else {
                                  vErrors.push(err3);
                                }
                                errors++;
                                validate143.errors = vErrors;
                                return false;
                              } else {
                                errors = _errs20;
                                if (vErrors !== null) {
                                  if (_errs20) {
                                    vErrors.length = _errs20;
                                  } else {
                                    vErrors = null;
                                  }
                                }
                              }
                              var valid0 = _errs19 === errors;
                            } else {
                              var valid0 = true;
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate143.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate143.errors = vErrors;
  return errors === 0;
}

const schema40 = {
  title: 'HookRow',
  type: 'object',
  properties: {
    fqn: { description: 'The module it sits on.', $ref: '#/definitions/Name' },
    kind: { type: 'string', maxLength: 50 },
    function: { $ref: '#/definitions/Name' },
    order: { type: 'integer', minimum: 1 },
    owner: {
      description:
        'Who put it there: torch itself, this product, another library, the notebook, or unknown.',
      enum: ['torch', 'ours', 'library', 'user', 'unknown']
    },
    defined: {
      description: '`cell [9] line 2`, `torch/nn/utils/weight_norm.py:42`',
      $ref: '#/definitions/Text'
    },
    defined_cell: {
      anyOf: [{ $ref: '#/definitions/CellRef' }, { type: 'null' }]
    },
    defined_line: {
      description: 'Zero-based line in that cell.',
      type: ['integer', 'null']
    },
    registered_cell: {
      anyOf: [{ $ref: '#/definitions/CellRef' }, { type: 'null' }]
    },
    source: {
      description: "The function's source, shortened.",
      type: 'string',
      maxLength: 4000
    },
    same_as_order: {
      description: 'The order of an earlier equal hook, for a copy.',
      type: ['integer', 'null']
    }
  },
  required: [
    'fqn',
    'kind',
    'function',
    'order',
    'owner',
    'defined',
    'defined_cell',
    'defined_line',
    'registered_cell',
    'source',
    'same_as_order'
  ],
  additionalProperties: false
};

function validate149(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.fqn === undefined && (missing0 = 'fqn')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.function === undefined && (missing0 = 'function')) ||
        (data.order === undefined && (missing0 = 'order')) ||
        (data.owner === undefined && (missing0 = 'owner')) ||
        (data.defined === undefined && (missing0 = 'defined')) ||
        (data.defined_cell === undefined && (missing0 = 'defined_cell')) ||
        (data.defined_line === undefined && (missing0 = 'defined_line')) ||
        (data.registered_cell === undefined &&
          (missing0 = 'registered_cell')) ||
        (data.source === undefined && (missing0 = 'source')) ||
        (data.same_as_order === undefined && (missing0 = 'same_as_order'))
      ) {
        validate149.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema40.properties, key0)) {
            validate149.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.fqn !== undefined) {
            const _errs2 = errors;
            if (
              !validate25(data.fqn, {
                instancePath: instancePath + '/fqn',
                parentData: data,
                parentDataProperty: 'fqn',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate25.errors
                  : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.kind !== undefined) {
              let data1 = data.kind;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (typeof data1 === 'string') {
                  if (func2(data1) > 50) {
                    validate149.errors = [
                      {
                        instancePath: instancePath + '/kind',
                        schemaPath: '#/properties/kind/maxLength',
                        keyword: 'maxLength',
                        params: { limit: 50 },
                        message: 'must NOT have more than 50 characters'
                      }
                    ];
                    return false;
                  }
                } else {
                  validate149.errors = [
                    {
                      instancePath: instancePath + '/kind',
                      schemaPath: '#/properties/kind/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.function !== undefined) {
                const _errs5 = errors;
                if (
                  !validate25(data.function, {
                    instancePath: instancePath + '/function',
                    parentData: data,
                    parentDataProperty: 'function',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate25.errors
                      : vErrors.concat(validate25.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.order !== undefined) {
                  let data3 = data.order;
                  const _errs6 = errors;
                  if (!(
                    typeof data3 == 'number' &&
                    !(data3 % 1) &&
                    !isNaN(data3) &&
                    isFinite(data3)
                  )) {
                    validate149.errors = [
                      {
                        instancePath: instancePath + '/order',
                        schemaPath: '#/properties/order/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs6) {
                    if (typeof data3 == 'number' && isFinite(data3)) {
                      if (data3 < 1 || isNaN(data3)) {
                        validate149.errors = [
                          {
                            instancePath: instancePath + '/order',
                            schemaPath: '#/properties/order/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 1 },
                            message: 'must be >= 1'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.owner !== undefined) {
                    let data4 = data.owner;
                    const _errs8 = errors;
                    if (!(
                      data4 === 'torch' ||
                      data4 === 'ours' ||
                      data4 === 'library' ||
                      data4 === 'user' ||
                      data4 === 'unknown'
                    )) {
                      validate149.errors = [
                        {
                          instancePath: instancePath + '/owner',
                          schemaPath: '#/properties/owner/enum',
                          keyword: 'enum',
                          params: {
                            allowedValues: schema40.properties.owner.enum
                          },
                          message: 'must be equal to one of the allowed values'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.defined !== undefined) {
                      const _errs9 = errors;
                      if (
                        !validate49(data.defined, {
                          instancePath: instancePath + '/defined',
                          parentData: data,
                          parentDataProperty: 'defined',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate49.errors
                            : vErrors.concat(validate49.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.defined_cell !== undefined) {
                        let data6 = data.defined_cell;
                        const _errs10 = errors;
                        const _errs11 = errors;
                        let valid1 = false;
                        const _errs12 = errors;
                        if (
                          !validate65(data6, {
                            instancePath: instancePath + '/defined_cell',
                            parentData: data,
                            parentDataProperty: 'defined_cell',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate65.errors
                              : vErrors.concat(validate65.errors);
                          errors = vErrors.length;
                        }
                        var _valid0 = _errs12 === errors;
                        valid1 = valid1 || _valid0;
                        if (!valid1) {
                          const _errs13 = errors;
                          if (data6 !== null) {
                            const err0 = {
                              instancePath: instancePath + '/defined_cell',
                              schemaPath:
                                '#/properties/defined_cell/anyOf/1/type',
                              keyword: 'type',
                              params: { type: 'null' },
                              message: 'must be null'
                            };
                            if (vErrors === null) {
                              vErrors = [err0];
                            } else {
                              vErrors.push(err0);
                            }
                            errors++;
                          }
                          var _valid0 = _errs13 === errors;
                          valid1 = valid1 || _valid0;
                        }
                        if (!valid1) {
                          const err1 = {
                            instancePath: instancePath + '/defined_cell',
                            schemaPath: '#/properties/defined_cell/anyOf',
                            keyword: 'anyOf',
                            params: {},
                            message: 'must match a schema in anyOf'
                          };
                          if (vErrors === null) {
                            vErrors = [err1];
                          } else {
                            vErrors.push(err1);
                          }
                          errors++;
                          validate149.errors = vErrors;
                          return false;
                        } else {
                          errors = _errs11;
                          if (vErrors !== null) {
                            if (_errs11) {
                              vErrors.length = _errs11;
                            } else {
                              vErrors = null;
                            }
                          }
                        }
                        var valid0 = _errs10 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.defined_line !== undefined) {
                          let data7 = data.defined_line;
                          const _errs15 = errors;
                          if (
                            !(
                              typeof data7 == 'number' &&
                              !(data7 % 1) &&
                              !isNaN(data7) &&
                              isFinite(data7)
                            ) &&
                            data7 !== null
                          ) {
                            validate149.errors = [
                              {
                                instancePath: instancePath + '/defined_line',
                                schemaPath: '#/properties/defined_line/type',
                                keyword: 'type',
                                params: {
                                  type: schema40.properties.defined_line.type
                                },
                                message: 'must be integer,null'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs15 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.registered_cell !== undefined) {
                            let data8 = data.registered_cell;
                            const _errs17 = errors;
                            const _errs18 = errors;
                            let valid2 = false;
                            const _errs19 = errors;
                            if (
                              !validate65(data8, {
                                instancePath: instancePath + '/registered_cell',
                                parentData: data,
                                parentDataProperty: 'registered_cell',
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate65.errors
                                  : vErrors.concat(validate65.errors);
                              errors = vErrors.length;
                            }
                            var _valid1 = _errs19 === errors;
                            valid2 = valid2 || _valid1;
                            if (!valid2) {
                              const _errs20 = errors;
                              if (data8 !== null) {
                                const err2 = {
                                  instancePath:
                                    instancePath + '/registered_cell',
                                  schemaPath:
                                    '#/properties/registered_cell/anyOf/1/type',
                                  keyword: 'type',
                                  params: { type: 'null' },
                                  message: 'must be null'
                                };
                                if (vErrors === null) {
                                  vErrors = [err2];
                                } else {
                                  vErrors.push(err2);
                                }
                                errors++;
                              }
                              var _valid1 = _errs20 === errors;
                              valid2 = valid2 || _valid1;
                            }
                            if (!valid2) {
                              const err3 = {
                                instancePath: instancePath + '/registered_cell',
                                schemaPath:
                                  '#/properties/registered_cell/anyOf',
                                keyword: 'anyOf',
                                params: {},
                                message: 'must match a schema in anyOf'
                              };
                              if (vErrors === null) {
                                vErrors = [err3];
                              } else {
                                vErrors.push(err3);
                              }
                              errors++;
                              validate149.errors = vErrors;
                              return false;
                            } else {
                              errors = _errs18;
                              if (vErrors !== null) {
                                if (_errs18) {
                                  vErrors.length = _errs18;
                                } else {
                                  vErrors = null;
                                }
                              }
                            }
                            var valid0 = _errs17 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.source !== undefined) {
                              let data9 = data.source;
                              const _errs22 = errors;
                              if (errors === _errs22) {
                                if (typeof data9 === 'string') {
                                  if (func2(data9) > 4000) {
                                    validate149.errors = [
                                      {
                                        instancePath: instancePath + '/source',
                                        schemaPath:
                                          '#/properties/source/maxLength',
                                        keyword: 'maxLength',
                                        params: { limit: 4000 },
                                        message:
                                          'must NOT have more than 4000 characters'
                                      }
                                    ];
                                    return false;
                                  }
                                } else {
                                  validate149.errors = [
                                    {
                                      instancePath: instancePath + '/source',
                                      schemaPath: '#/properties/source/type',
                                      keyword: 'type',
                                      params: { type: 'string' },
                                      message: 'must be string'
                                    }
                                  ];
                                  return false;
                                }
                              }
                              var valid0 = _errs22 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.same_as_order !== undefined) {
                                let data10 = data.same_as_order;
                                const _errs24 = errors;
                                if (
                                  !(
                                    typeof data10 == 'number' &&
                                    !(data10 % 1) &&
                                    !isNaN(data10) &&
                                    isFinite(data10)
                                  ) &&
                                  data10 !== null
                                ) {
                                  validate149.errors = [
                                    {
                                      instancePath:
                                        instancePath + '/same_as_order',
                                      schemaPath:
                                        '#/properties/same_as_order/type',
                                      keyword: 'type',
                                      params: {
                                        type: schema40.properties.same_as_order
                                          .type
                                      },
                                      message: 'must be integer,null'
                                    }
                                  ];
                                  return false;
                                }
                                var valid0 = _errs24 === errors;
                              } else {
                                var valid0 = true;
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate149.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate149.errors = vErrors;
  return errors === 0;
}

function validate229(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.model === undefined && (missing0 = 'model')) ||
        (data.fqn === undefined && (missing0 = 'fqn')) ||
        (data.overview === undefined && (missing0 = 'overview')) ||
        (data.tensors === undefined && (missing0 = 'tensors')) ||
        (data.tensors_left_out === undefined &&
          (missing0 = 'tensors_left_out')) ||
        (data.hooks === undefined && (missing0 = 'hooks')) ||
        (data.hooks_left_out === undefined && (missing0 = 'hooks_left_out')) ||
        (data.checked === undefined && (missing0 = 'checked'))
      ) {
        validate229.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func14.call(schema36.properties, key0)) {
            validate229.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('module.details' !== data.kind) {
              validate229.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'module.details' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.model !== undefined) {
                const _errs4 = errors;
                if (
                  !validate25(data.model, {
                    instancePath: instancePath + '/model',
                    parentData: data,
                    parentDataProperty: 'model',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate25.errors
                      : vErrors.concat(validate25.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.fqn !== undefined) {
                  const _errs5 = errors;
                  if (
                    !validate25(data.fqn, {
                      instancePath: instancePath + '/fqn',
                      parentData: data,
                      parentDataProperty: 'fqn',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate25.errors
                        : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.overview !== undefined) {
                    let data4 = data.overview;
                    const _errs6 = errors;
                    const _errs7 = errors;
                    let valid1 = false;
                    const _errs8 = errors;
                    if (
                      !validate133(data4, {
                        instancePath: instancePath + '/overview',
                        parentData: data,
                        parentDataProperty: 'overview',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate133.errors
                          : vErrors.concat(validate133.errors);
                      errors = vErrors.length;
                    }
                    var _valid0 = _errs8 === errors;
                    valid1 = valid1 || _valid0;
                    if (!valid1) {
                      const _errs9 = errors;
                      if (data4 !== null) {
                        const err0 = {
                          instancePath: instancePath + '/overview',
                          schemaPath: '#/properties/overview/anyOf/1/type',
                          keyword: 'type',
                          params: { type: 'null' },
                          message: 'must be null'
                        };
                        if (vErrors === null) {
                          vErrors = [err0];
                        } else {
                          vErrors.push(err0);
                        }
                        errors++;
                      }
                      var _valid0 = _errs9 === errors;
                      valid1 = valid1 || _valid0;
                    }
                    if (!valid1) {
                      const err1 = {
                        instancePath: instancePath + '/overview',
                        schemaPath: '#/properties/overview/anyOf',
                        keyword: 'anyOf',
                        params: {},
                        message: 'must match a schema in anyOf'
                      };
                      if (vErrors === null) {
                        vErrors = [err1];
                      } else {
                        vErrors.push(err1);
                      }
                      errors++;
                      validate229.errors = vErrors;
                      return false;
                    } else {
                      errors = _errs7;
                      if (vErrors !== null) {
                        if (_errs7) {
                          vErrors.length = _errs7;
                        } else {
                          vErrors = null;
                        }
                      }
                    }
                    var valid0 = _errs6 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.tensors !== undefined) {
                      let data5 = data.tensors;
                      const _errs11 = errors;
                      if (errors === _errs11) {
                        if (Array.isArray(data5)) {
                          if (data5.length > 500) {
                            validate229.errors = [
                              {
                                instancePath: instancePath + '/tensors',
                                schemaPath: '#/properties/tensors/maxItems',
                                keyword: 'maxItems',
                                params: { limit: 500 },
                                message: 'must NOT have more than 500 items'
                              }
                            ];
                            return false;
                          } else {
                            var valid2 = true;
                            const len0 = data5.length;
                            for (let i0 = 0; i0 < len0; i0++) {
                              const _errs13 = errors;
                              if (
                                !validate143(data5[i0], {
                                  instancePath: instancePath + '/tensors/' + i0,
                                  parentData: data5,
                                  parentDataProperty: i0,
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate143.errors
                                    : vErrors.concat(validate143.errors);
                                errors = vErrors.length;
                              }
                              var valid2 = _errs13 === errors;
                              if (!valid2) {
                                break;
                              }
                            }
                          }
                        } else {
                          validate229.errors = [
                            {
                              instancePath: instancePath + '/tensors',
                              schemaPath: '#/properties/tensors/type',
                              keyword: 'type',
                              params: { type: 'array' },
                              message: 'must be array'
                            }
                          ];
                          return false;
                        }
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.tensors_left_out !== undefined) {
                        let data7 = data.tensors_left_out;
                        const _errs14 = errors;
                        if (!(
                          typeof data7 == 'number' &&
                          !(data7 % 1) &&
                          !isNaN(data7) &&
                          isFinite(data7)
                        )) {
                          validate229.errors = [
                            {
                              instancePath: instancePath + '/tensors_left_out',
                              schemaPath: '#/properties/tensors_left_out/type',
                              keyword: 'type',
                              params: { type: 'integer' },
                              message: 'must be integer'
                            }
                          ];
                          return false;
                        }
                        if (errors === _errs14) {
                          if (typeof data7 == 'number' && isFinite(data7)) {
                            if (data7 < 0 || isNaN(data7)) {
                              validate229.errors = [
                                {
                                  instancePath:
                                    instancePath + '/tensors_left_out',
                                  schemaPath:
                                    '#/properties/tensors_left_out/minimum',
                                  keyword: 'minimum',
                                  params: { comparison: '>=', limit: 0 },
                                  message: 'must be >= 0'
                                }
                              ];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs14 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.hooks !== undefined) {
                          let data8 = data.hooks;
                          const _errs16 = errors;
                          if (errors === _errs16) {
                            if (Array.isArray(data8)) {
                              if (data8.length > 200) {
                                validate229.errors = [
                                  {
                                    instancePath: instancePath + '/hooks',
                                    schemaPath: '#/properties/hooks/maxItems',
                                    keyword: 'maxItems',
                                    params: { limit: 200 },
                                    message: 'must NOT have more than 200 items'
                                  }
                                ];
                                return false;
                              } else {
                                var valid3 = true;
                                const len1 = data8.length;
                                for (let i1 = 0; i1 < len1; i1++) {
                                  const _errs18 = errors;
                                  if (
                                    !validate149(data8[i1], {
                                      instancePath:
                                        instancePath + '/hooks/' + i1,
                                      parentData: data8,
                                      parentDataProperty: i1,
                                      rootData
                                    })
                                  ) {
                                    vErrors =
                                      vErrors === null
                                        ? validate149.errors
                                        : vErrors.concat(validate149.errors);
                                    errors = vErrors.length;
                                  }
                                  var valid3 = _errs18 === errors;
                                  if (!valid3) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate229.errors = [
                                {
                                  instancePath: instancePath + '/hooks',
                                  schemaPath: '#/properties/hooks/type',
                                  keyword: 'type',
                                  params: { type: 'array' },
                                  message: 'must be array'
                                }
                              ];
                              return false;
                            }
                          }
                          var valid0 = _errs16 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.hooks_left_out !== undefined) {
                            let data10 = data.hooks_left_out;
                            const _errs19 = errors;
                            if (!(
                              typeof data10 == 'number' &&
                              !(data10 % 1) &&
                              !isNaN(data10) &&
                              isFinite(data10)
                            )) {
                              validate229.errors = [
                                {
                                  instancePath:
                                    instancePath + '/hooks_left_out',
                                  schemaPath:
                                    '#/properties/hooks_left_out/type',
                                  keyword: 'type',
                                  params: { type: 'integer' },
                                  message: 'must be integer'
                                }
                              ];
                              return false;
                            }
                            if (errors === _errs19) {
                              if (
                                typeof data10 == 'number' &&
                                isFinite(data10)
                              ) {
                                if (data10 < 0 || isNaN(data10)) {
                                  validate229.errors = [
                                    {
                                      instancePath:
                                        instancePath + '/hooks_left_out',
                                      schemaPath:
                                        '#/properties/hooks_left_out/minimum',
                                      keyword: 'minimum',
                                      params: { comparison: '>=', limit: 0 },
                                      message: 'must be >= 0'
                                    }
                                  ];
                                  return false;
                                }
                              }
                            }
                            var valid0 = _errs19 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.checked !== undefined) {
                              const _errs21 = errors;
                              if (
                                !validate79(data.checked, {
                                  instancePath: instancePath + '/checked',
                                  parentData: data,
                                  parentDataProperty: 'checked',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate79.errors
                                    : vErrors.concat(validate79.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs21 === errors;
                            } else {
                              var valid0 = true;
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate229.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate229.errors = vErrors;
  return errors === 0;
}

export const validateRuleGet = validate237;
const schema41 = {
  title: 'RuleGet',
  type: 'object',
  properties: {
    kind: { const: 'rule.get' },
    id: { $ref: '#/definitions/Id' },
    code: { type: 'string', maxLength: 100 }
  },
  required: ['kind', 'id', 'code'],
  additionalProperties: false
};

function validate237(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.code === undefined && (missing0 = 'code'))
      ) {
        validate237.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'kind' || key0 === 'id' || key0 === 'code')) {
            validate237.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('rule.get' !== data.kind) {
              validate237.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'rule.get' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.code !== undefined) {
                let data2 = data.code;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 100) {
                      validate237.errors = [
                        {
                          instancePath: instancePath + '/code',
                          schemaPath: '#/properties/code/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 100 },
                          message: 'must NOT have more than 100 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate237.errors = [
                      {
                        instancePath: instancePath + '/code',
                        schemaPath: '#/properties/code/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate237.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate237.errors = vErrors;
  return errors === 0;
}

export const validateRulePage = validate239;
const schema42 = {
  title: 'RulePage',
  type: 'object',
  properties: {
    kind: { const: 'rule.page' },
    id: { $ref: '#/definitions/Id' },
    code: { type: 'string', maxLength: 100 },
    name: { type: 'string', maxLength: 100 },
    severity: { $ref: '#/definitions/Severity' },
    title: { $ref: '#/definitions/Text' },
    sections: {
      type: 'array',
      maxItems: 20,
      items: { $ref: '#/definitions/RuleSection' }
    }
  },
  required: ['kind', 'id', 'code', 'name', 'severity', 'title', 'sections'],
  additionalProperties: false
};
const schema43 = {
  title: 'RuleSection',
  type: 'object',
  properties: {
    heading: { $ref: '#/definitions/Text' },
    text: { type: 'string', maxLength: 20000 }
  },
  required: ['heading', 'text'],
  additionalProperties: false
};

function validate165(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.heading === undefined && (missing0 = 'heading')) ||
        (data.text === undefined && (missing0 = 'text'))
      ) {
        validate165.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'heading' || key0 === 'text')) {
            validate165.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.heading !== undefined) {
            const _errs2 = errors;
            if (
              !validate49(data.heading, {
                instancePath: instancePath + '/heading',
                parentData: data,
                parentDataProperty: 'heading',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate49.errors
                  : vErrors.concat(validate49.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.text !== undefined) {
              let data1 = data.text;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (typeof data1 === 'string') {
                  if (func2(data1) > 20000) {
                    validate165.errors = [
                      {
                        instancePath: instancePath + '/text',
                        schemaPath: '#/properties/text/maxLength',
                        keyword: 'maxLength',
                        params: { limit: 20000 },
                        message: 'must NOT have more than 20000 characters'
                      }
                    ];
                    return false;
                  }
                } else {
                  validate165.errors = [
                    {
                      instancePath: instancePath + '/text',
                      schemaPath: '#/properties/text/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate165.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate165.errors = vErrors;
  return errors === 0;
}

function validate239(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.code === undefined && (missing0 = 'code')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.severity === undefined && (missing0 = 'severity')) ||
        (data.title === undefined && (missing0 = 'title')) ||
        (data.sections === undefined && (missing0 = 'sections'))
      ) {
        validate239.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'code' ||
            key0 === 'name' ||
            key0 === 'severity' ||
            key0 === 'title' ||
            key0 === 'sections'
          )) {
            validate239.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('rule.page' !== data.kind) {
              validate239.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'rule.page' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.code !== undefined) {
                let data2 = data.code;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 100) {
                      validate239.errors = [
                        {
                          instancePath: instancePath + '/code',
                          schemaPath: '#/properties/code/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 100 },
                          message: 'must NOT have more than 100 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate239.errors = [
                      {
                        instancePath: instancePath + '/code',
                        schemaPath: '#/properties/code/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.name !== undefined) {
                  let data3 = data.name;
                  const _errs6 = errors;
                  if (errors === _errs6) {
                    if (typeof data3 === 'string') {
                      if (func2(data3) > 100) {
                        validate239.errors = [
                          {
                            instancePath: instancePath + '/name',
                            schemaPath: '#/properties/name/maxLength',
                            keyword: 'maxLength',
                            params: { limit: 100 },
                            message: 'must NOT have more than 100 characters'
                          }
                        ];
                        return false;
                      }
                    } else {
                      validate239.errors = [
                        {
                          instancePath: instancePath + '/name',
                          schemaPath: '#/properties/name/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.severity !== undefined) {
                    const _errs8 = errors;
                    if (
                      !validate40(data.severity, {
                        instancePath: instancePath + '/severity',
                        parentData: data,
                        parentDataProperty: 'severity',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate40.errors
                          : vErrors.concat(validate40.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.title !== undefined) {
                      const _errs9 = errors;
                      if (
                        !validate49(data.title, {
                          instancePath: instancePath + '/title',
                          parentData: data,
                          parentDataProperty: 'title',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate49.errors
                            : vErrors.concat(validate49.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.sections !== undefined) {
                        let data6 = data.sections;
                        const _errs10 = errors;
                        if (errors === _errs10) {
                          if (Array.isArray(data6)) {
                            if (data6.length > 20) {
                              validate239.errors = [
                                {
                                  instancePath: instancePath + '/sections',
                                  schemaPath: '#/properties/sections/maxItems',
                                  keyword: 'maxItems',
                                  params: { limit: 20 },
                                  message: 'must NOT have more than 20 items'
                                }
                              ];
                              return false;
                            } else {
                              var valid1 = true;
                              const len0 = data6.length;
                              for (let i0 = 0; i0 < len0; i0++) {
                                const _errs12 = errors;
                                if (
                                  !validate165(data6[i0], {
                                    instancePath:
                                      instancePath + '/sections/' + i0,
                                    parentData: data6,
                                    parentDataProperty: i0,
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate165.errors
                                      : vErrors.concat(validate165.errors);
                                  errors = vErrors.length;
                                }
                                var valid1 = _errs12 === errors;
                                if (!valid1) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate239.errors = [
                              {
                                instancePath: instancePath + '/sections',
                                schemaPath: '#/properties/sections/type',
                                keyword: 'type',
                                params: { type: 'array' },
                                message: 'must be array'
                              }
                            ];
                            return false;
                          }
                        }
                        var valid0 = _errs10 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate239.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate239.errors = vErrors;
  return errors === 0;
}

export const validateFixApply = validate244;
const schema44 = {
  title: 'FixApply',
  description:
    'Carries out the kernel action of a finding, after the user has confirmed it.',
  type: 'object',
  properties: {
    kind: { const: 'fix.apply' },
    id: { $ref: '#/definitions/Id' },
    finding: { type: 'string', maxLength: 300 },
    fix: {
      description: "Which of the finding's fixes.",
      type: 'integer',
      minimum: 0
    }
  },
  required: ['kind', 'id', 'finding', 'fix'],
  additionalProperties: false
};

function validate244(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.finding === undefined && (missing0 = 'finding')) ||
        (data.fix === undefined && (missing0 = 'fix'))
      ) {
        validate244.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'finding' ||
            key0 === 'fix'
          )) {
            validate244.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('fix.apply' !== data.kind) {
              validate244.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'fix.apply' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.finding !== undefined) {
                let data2 = data.finding;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 300) {
                      validate244.errors = [
                        {
                          instancePath: instancePath + '/finding',
                          schemaPath: '#/properties/finding/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 300 },
                          message: 'must NOT have more than 300 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate244.errors = [
                      {
                        instancePath: instancePath + '/finding',
                        schemaPath: '#/properties/finding/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.fix !== undefined) {
                  let data3 = data.fix;
                  const _errs6 = errors;
                  if (!(
                    typeof data3 == 'number' &&
                    !(data3 % 1) &&
                    !isNaN(data3) &&
                    isFinite(data3)
                  )) {
                    validate244.errors = [
                      {
                        instancePath: instancePath + '/fix',
                        schemaPath: '#/properties/fix/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs6) {
                    if (typeof data3 == 'number' && isFinite(data3)) {
                      if (data3 < 0 || isNaN(data3)) {
                        validate244.errors = [
                          {
                            instancePath: instancePath + '/fix',
                            schemaPath: '#/properties/fix/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate244.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate244.errors = vErrors;
  return errors === 0;
}

export const validateFixApplied = validate246;
const schema45 = {
  title: 'FixApplied',
  type: 'object',
  properties: {
    kind: { const: 'fix.applied' },
    id: { $ref: '#/definitions/Id' },
    done: { type: 'boolean' },
    message: { $ref: '#/definitions/Text' }
  },
  required: ['kind', 'id', 'done', 'message'],
  additionalProperties: false
};

function validate246(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.done === undefined && (missing0 = 'done')) ||
        (data.message === undefined && (missing0 = 'message'))
      ) {
        validate246.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'done' ||
            key0 === 'message'
          )) {
            validate246.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('fix.applied' !== data.kind) {
              validate246.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'fix.applied' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.done !== undefined) {
                const _errs4 = errors;
                if (typeof data.done !== 'boolean') {
                  validate246.errors = [
                    {
                      instancePath: instancePath + '/done',
                      schemaPath: '#/properties/done/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.message !== undefined) {
                  const _errs6 = errors;
                  if (
                    !validate49(data.message, {
                      instancePath: instancePath + '/message',
                      parentData: data,
                      parentDataProperty: 'message',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate49.errors
                        : vErrors.concat(validate49.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate246.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate246.errors = vErrors;
  return errors === 0;
}

export const validateRunDone = validate249;
const schema46 = {
  title: 'RunDone',
  description:
    'A push after a cell ended, if torch is imported and a model or optimizer is alive.',
  type: 'object',
  properties: {
    kind: { const: 'run.done' },
    id: { $ref: '#/definitions/Id' },
    cell: { $ref: '#/definitions/CellRef' },
    changed: {
      description: 'Names of bindings whose signature moved.',
      type: 'array',
      maxItems: 100,
      items: { $ref: '#/definitions/Name' }
    }
  },
  required: ['kind', 'id', 'cell', 'changed'],
  additionalProperties: false
};

function validate249(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.cell === undefined && (missing0 = 'cell')) ||
        (data.changed === undefined && (missing0 = 'changed'))
      ) {
        validate249.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(
            key0 === 'kind' ||
            key0 === 'id' ||
            key0 === 'cell' ||
            key0 === 'changed'
          )) {
            validate249.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('run.done' !== data.kind) {
              validate249.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'run.done' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.cell !== undefined) {
                const _errs4 = errors;
                if (
                  !validate65(data.cell, {
                    instancePath: instancePath + '/cell',
                    parentData: data,
                    parentDataProperty: 'cell',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate65.errors
                      : vErrors.concat(validate65.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.changed !== undefined) {
                  let data3 = data.changed;
                  const _errs5 = errors;
                  if (errors === _errs5) {
                    if (Array.isArray(data3)) {
                      if (data3.length > 100) {
                        validate249.errors = [
                          {
                            instancePath: instancePath + '/changed',
                            schemaPath: '#/properties/changed/maxItems',
                            keyword: 'maxItems',
                            params: { limit: 100 },
                            message: 'must NOT have more than 100 items'
                          }
                        ];
                        return false;
                      } else {
                        var valid1 = true;
                        const len0 = data3.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs7 = errors;
                          if (
                            !validate25(data3[i0], {
                              instancePath: instancePath + '/changed/' + i0,
                              parentData: data3,
                              parentDataProperty: i0,
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate25.errors
                                : vErrors.concat(validate25.errors);
                            errors = vErrors.length;
                          }
                          var valid1 = _errs7 === errors;
                          if (!valid1) {
                            break;
                          }
                        }
                      }
                    } else {
                      validate249.errors = [
                        {
                          instancePath: instancePath + '/changed',
                          schemaPath: '#/properties/changed/type',
                          keyword: 'type',
                          params: { type: 'array' },
                          message: 'must be array'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate249.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate249.errors = vErrors;
  return errors === 0;
}

export const validateErrorReply = validate253;
const schema47 = {
  title: 'ErrorReply',
  type: 'object',
  properties: {
    kind: { const: 'error' },
    id: { $ref: '#/definitions/Id' },
    message: { $ref: '#/definitions/Text' }
  },
  required: ['kind', 'id', 'message'],
  additionalProperties: false
};

function validate253(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.message === undefined && (missing0 = 'message'))
      ) {
        validate253.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'kind' || key0 === 'id' || key0 === 'message')) {
            validate253.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('error' !== data.kind) {
              validate253.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'error' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.message !== undefined) {
                const _errs4 = errors;
                if (
                  !validate49(data.message, {
                    instancePath: instancePath + '/message',
                    parentData: data,
                    parentDataProperty: 'message',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate49.errors
                      : vErrors.concat(validate49.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate253.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate253.errors = vErrors;
  return errors === 0;
}

export const validateUnsupported = validate256;
const schema48 = {
  title: 'Unsupported',
  description: 'The answer to a kind that this peer does not know.',
  type: 'object',
  properties: {
    kind: { const: 'unsupported' },
    id: { $ref: '#/definitions/Id' },
    asked: { type: 'string', maxLength: 100 }
  },
  required: ['kind', 'id', 'asked'],
  additionalProperties: false
};

function validate256(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.id === undefined && (missing0 = 'id')) ||
        (data.asked === undefined && (missing0 = 'asked'))
      ) {
        validate256.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === 'kind' || key0 === 'id' || key0 === 'asked')) {
            validate256.errors = [
              {
                instancePath,
                schemaPath: '#/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
                message: 'must NOT have additional properties'
              }
            ];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== undefined) {
            const _errs2 = errors;
            if ('unsupported' !== data.kind) {
              validate256.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/const',
                  keyword: 'const',
                  params: { allowedValue: 'unsupported' },
                  message: 'must be equal to constant'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.id, {
                  instancePath: instancePath + '/id',
                  parentData: data,
                  parentDataProperty: 'id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.asked !== undefined) {
                let data2 = data.asked;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (typeof data2 === 'string') {
                    if (func2(data2) > 100) {
                      validate256.errors = [
                        {
                          instancePath: instancePath + '/asked',
                          schemaPath: '#/properties/asked/maxLength',
                          keyword: 'maxLength',
                          params: { limit: 100 },
                          message: 'must NOT have more than 100 characters'
                        }
                      ];
                      return false;
                    }
                  } else {
                    validate256.errors = [
                      {
                        instancePath: instancePath + '/asked',
                        schemaPath: '#/properties/asked/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate256.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate256.errors = vErrors;
  return errors === 0;
}

/** The validator of each kind of message. */
export const validators = {
  'client.open': validateClientOpen,
  'client.opened': validateClientOpened,
  'notebook.check': validateNotebookCheck,
  'notebook.findings': validateNotebookFindings,
  'models.list': validateModelsList,
  'models.listed': validateModelsListed,
  'tree.get': validateTreeGet,
  'tree.rows': validateTreeRows,
  'module.get': validateModuleGet,
  'module.details': validateModuleDetails,
  'rule.get': validateRuleGet,
  'rule.page': validateRulePage,
  'fix.apply': validateFixApply,
  'fix.applied': validateFixApplied,
  'run.done': validateRunDone,
  error: validateErrorReply,
  unsupported: validateUnsupported
};
