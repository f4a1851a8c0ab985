// Made by scripts/vendor, not to be edited. A module of the guest scripts. Licences: LICENSE beside this file. Out of:
// - @jest/diff-sequences 30.5.0 (MIT)
// - @jest/expect-utils 30.5.2 (MIT)
// - @jest/get-type 30.5.0 (MIT)
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/@jest/diff-sequences/build/index.js
var require_build = __commonJS({
  "node_modules/@jest/diff-sequences/build/index.js"(exports, module) {
    /*!
     * /**
     *  * Copyright (c) Meta Platforms, Inc. and affiliates.
     *  *
     *  * This source code is licensed under the MIT license found in the
     *  * LICENSE file in the root directory of this source tree.
     *  * /
     */
    (() => {
      "use strict";
      let __webpack_exports__ = {};
      (() => {
        let exports2 = __webpack_exports__;
        Object.defineProperty(exports2, "__esModule", {
          value: true
        });
        exports2["default"] = diffSequence;
        const pkg = "@jest/diff-sequences";
        const NOT_YET_SET = 0;
        const countCommonItemsF = (aIndex, aEnd, bIndex, bEnd, isCommon) => {
          let nCommon = 0;
          while (aIndex < aEnd && bIndex < bEnd && isCommon(aIndex, bIndex)) {
            aIndex += 1;
            bIndex += 1;
            nCommon += 1;
          }
          return nCommon;
        };
        const countCommonItemsR = (aStart, aIndex, bStart, bIndex, isCommon) => {
          let nCommon = 0;
          while (aStart <= aIndex && bStart <= bIndex && isCommon(aIndex, bIndex)) {
            aIndex -= 1;
            bIndex -= 1;
            nCommon += 1;
          }
          return nCommon;
        };
        const extendPathsF = (d, aEnd, bEnd, bF, isCommon, aIndexesF, iMaxF) => {
          let iF = 0;
          let kF = -d;
          let aFirst = aIndexesF[iF];
          let aIndexPrev1 = aFirst;
          aIndexesF[iF] += countCommonItemsF(aFirst + 1, aEnd, bF + aFirst - kF + 1, bEnd, isCommon);
          const nF = Math.min(d, iMaxF);
          for (iF += 1, kF += 2; iF <= nF; iF += 1, kF += 2) {
            if (iF !== d && aIndexPrev1 < aIndexesF[iF]) {
              aFirst = aIndexesF[iF];
            } else {
              aFirst = aIndexPrev1 + 1;
              if (aEnd <= aFirst) {
                return iF - 1;
              }
            }
            aIndexPrev1 = aIndexesF[iF];
            aIndexesF[iF] = aFirst + countCommonItemsF(aFirst + 1, aEnd, bF + aFirst - kF + 1, bEnd, isCommon);
          }
          return iMaxF;
        };
        const extendPathsR = (d, aStart, bStart, bR, isCommon, aIndexesR, iMaxR) => {
          let iR = 0;
          let kR = d;
          let aFirst = aIndexesR[iR];
          let aIndexPrev1 = aFirst;
          aIndexesR[iR] -= countCommonItemsR(aStart, aFirst - 1, bStart, bR + aFirst - kR - 1, isCommon);
          const nR = Math.min(d, iMaxR);
          for (iR += 1, kR -= 2; iR <= nR; iR += 1, kR -= 2) {
            if (iR !== d && aIndexesR[iR] < aIndexPrev1) {
              aFirst = aIndexesR[iR];
            } else {
              aFirst = aIndexPrev1 - 1;
              if (aFirst < aStart) {
                return iR - 1;
              }
            }
            aIndexPrev1 = aIndexesR[iR];
            aIndexesR[iR] = aFirst - countCommonItemsR(aStart, aFirst - 1, bStart, bR + aFirst - kR - 1, isCommon);
          }
          return iMaxR;
        };
        const extendOverlappablePathsF = (d, aStart, aEnd, bStart, bEnd, isCommon, aIndexesF, iMaxF, aIndexesR, iMaxR, division) => {
          const bF = bStart - aStart;
          const aLength = aEnd - aStart;
          const bLength = bEnd - bStart;
          const baDeltaLength = bLength - aLength;
          const kMinOverlapF = -baDeltaLength - (d - 1);
          const kMaxOverlapF = -baDeltaLength + (d - 1);
          let aIndexPrev1 = NOT_YET_SET;
          const nF = Math.min(d, iMaxF);
          for (let iF = 0, kF = -d; iF <= nF; iF += 1, kF += 2) {
            const insert = iF === 0 || iF !== d && aIndexPrev1 < aIndexesF[iF];
            const aLastPrev = insert ? aIndexesF[iF] : aIndexPrev1;
            const aFirst = insert ? aLastPrev : aLastPrev + 1;
            const bFirst = bF + aFirst - kF;
            const nCommonF = countCommonItemsF(aFirst + 1, aEnd, bFirst + 1, bEnd, isCommon);
            const aLast = aFirst + nCommonF;
            aIndexPrev1 = aIndexesF[iF];
            aIndexesF[iF] = aLast;
            if (kMinOverlapF <= kF && kF <= kMaxOverlapF) {
              const iR = (d - 1 - (kF + baDeltaLength)) / 2;
              if (iR <= iMaxR && aIndexesR[iR] - 1 <= aLast) {
                const bLastPrev = bF + aLastPrev - (insert ? kF + 1 : kF - 1);
                const nCommonR = countCommonItemsR(aStart, aLastPrev, bStart, bLastPrev, isCommon);
                const aIndexPrevFirst = aLastPrev - nCommonR;
                const bIndexPrevFirst = bLastPrev - nCommonR;
                const aEndPreceding = aIndexPrevFirst + 1;
                const bEndPreceding = bIndexPrevFirst + 1;
                division.nChangePreceding = d - 1;
                if (d - 1 === aEndPreceding + bEndPreceding - aStart - bStart) {
                  division.aEndPreceding = aStart;
                  division.bEndPreceding = bStart;
                } else {
                  division.aEndPreceding = aEndPreceding;
                  division.bEndPreceding = bEndPreceding;
                }
                division.nCommonPreceding = nCommonR;
                if (nCommonR !== 0) {
                  division.aCommonPreceding = aEndPreceding;
                  division.bCommonPreceding = bEndPreceding;
                }
                division.nCommonFollowing = nCommonF;
                if (nCommonF !== 0) {
                  division.aCommonFollowing = aFirst + 1;
                  division.bCommonFollowing = bFirst + 1;
                }
                const aStartFollowing = aLast + 1;
                const bStartFollowing = bFirst + nCommonF + 1;
                division.nChangeFollowing = d - 1;
                if (d - 1 === aEnd + bEnd - aStartFollowing - bStartFollowing) {
                  division.aStartFollowing = aEnd;
                  division.bStartFollowing = bEnd;
                } else {
                  division.aStartFollowing = aStartFollowing;
                  division.bStartFollowing = bStartFollowing;
                }
                return true;
              }
            }
          }
          return false;
        };
        const extendOverlappablePathsR = (d, aStart, aEnd, bStart, bEnd, isCommon, aIndexesF, iMaxF, aIndexesR, iMaxR, division) => {
          const bR = bEnd - aEnd;
          const aLength = aEnd - aStart;
          const bLength = bEnd - bStart;
          const baDeltaLength = bLength - aLength;
          const kMinOverlapR = baDeltaLength - d;
          const kMaxOverlapR = baDeltaLength + d;
          let aIndexPrev1 = NOT_YET_SET;
          const nR = Math.min(d, iMaxR);
          for (let iR = 0, kR = d; iR <= nR; iR += 1, kR -= 2) {
            const insert = iR === 0 || iR !== d && aIndexesR[iR] < aIndexPrev1;
            const aLastPrev = insert ? aIndexesR[iR] : aIndexPrev1;
            const aFirst = insert ? aLastPrev : aLastPrev - 1;
            const bFirst = bR + aFirst - kR;
            const nCommonR = countCommonItemsR(aStart, aFirst - 1, bStart, bFirst - 1, isCommon);
            const aLast = aFirst - nCommonR;
            aIndexPrev1 = aIndexesR[iR];
            aIndexesR[iR] = aLast;
            if (kMinOverlapR <= kR && kR <= kMaxOverlapR) {
              const iF = (d + (kR - baDeltaLength)) / 2;
              if (iF <= iMaxF && aLast - 1 <= aIndexesF[iF]) {
                const bLast = bFirst - nCommonR;
                division.nChangePreceding = d;
                if (d === aLast + bLast - aStart - bStart) {
                  division.aEndPreceding = aStart;
                  division.bEndPreceding = bStart;
                } else {
                  division.aEndPreceding = aLast;
                  division.bEndPreceding = bLast;
                }
                division.nCommonPreceding = nCommonR;
                if (nCommonR !== 0) {
                  division.aCommonPreceding = aLast;
                  division.bCommonPreceding = bLast;
                }
                division.nChangeFollowing = d - 1;
                if (d === 1) {
                  division.nCommonFollowing = 0;
                  division.aStartFollowing = aEnd;
                  division.bStartFollowing = bEnd;
                } else {
                  const bLastPrev = bR + aLastPrev - (insert ? kR - 1 : kR + 1);
                  const nCommonF = countCommonItemsF(aLastPrev, aEnd, bLastPrev, bEnd, isCommon);
                  division.nCommonFollowing = nCommonF;
                  if (nCommonF !== 0) {
                    division.aCommonFollowing = aLastPrev;
                    division.bCommonFollowing = bLastPrev;
                  }
                  const aStartFollowing = aLastPrev + nCommonF;
                  const bStartFollowing = bLastPrev + nCommonF;
                  if (d - 1 === aEnd + bEnd - aStartFollowing - bStartFollowing) {
                    division.aStartFollowing = aEnd;
                    division.bStartFollowing = bEnd;
                  } else {
                    division.aStartFollowing = aStartFollowing;
                    division.bStartFollowing = bStartFollowing;
                  }
                }
                return true;
              }
            }
          }
          return false;
        };
        const divide = (nChange, aStart, aEnd, bStart, bEnd, isCommon, aIndexesF, aIndexesR, division) => {
          const bF = bStart - aStart;
          const bR = bEnd - aEnd;
          const aLength = aEnd - aStart;
          const bLength = bEnd - bStart;
          const baDeltaLength = bLength - aLength;
          let iMaxF = aLength;
          let iMaxR = aLength;
          aIndexesF[0] = aStart - 1;
          aIndexesR[0] = aEnd;
          if (baDeltaLength % 2 === 0) {
            const dMin = (nChange || baDeltaLength) / 2;
            const dMax = (aLength + bLength) / 2;
            for (let d = 1; d <= dMax; d += 1) {
              iMaxF = extendPathsF(d, aEnd, bEnd, bF, isCommon, aIndexesF, iMaxF);
              if (d < dMin) {
                iMaxR = extendPathsR(d, aStart, bStart, bR, isCommon, aIndexesR, iMaxR);
              } else if (
                // If a reverse path overlaps a forward path in the same diagonal,
                // return a division of the index intervals at the middle change.
                extendOverlappablePathsR(d, aStart, aEnd, bStart, bEnd, isCommon, aIndexesF, iMaxF, aIndexesR, iMaxR, division)
              ) {
                return;
              }
            }
          } else {
            const dMin = ((nChange || baDeltaLength) + 1) / 2;
            const dMax = (aLength + bLength + 1) / 2;
            let d = 1;
            iMaxF = extendPathsF(d, aEnd, bEnd, bF, isCommon, aIndexesF, iMaxF);
            for (d += 1; d <= dMax; d += 1) {
              iMaxR = extendPathsR(d - 1, aStart, bStart, bR, isCommon, aIndexesR, iMaxR);
              if (d < dMin) {
                iMaxF = extendPathsF(d, aEnd, bEnd, bF, isCommon, aIndexesF, iMaxF);
              } else if (
                // If a forward path overlaps a reverse path in the same diagonal,
                // return a division of the index intervals at the middle change.
                extendOverlappablePathsF(d, aStart, aEnd, bStart, bEnd, isCommon, aIndexesF, iMaxF, aIndexesR, iMaxR, division)
              ) {
                return;
              }
            }
          }
          throw new Error(`${pkg}: no overlap aStart=${aStart} aEnd=${aEnd} bStart=${bStart} bEnd=${bEnd}`);
        };
        const findSubsequences = (nChange, aStart, aEnd, bStart, bEnd, transposed, callbacks, aIndexesF, aIndexesR, division) => {
          if (bEnd - bStart < aEnd - aStart) {
            transposed = !transposed;
            if (transposed && callbacks.length === 1) {
              const {
                foundSubsequence: foundSubsequence2,
                isCommon: isCommon2
              } = callbacks[0];
              callbacks[1] = {
                foundSubsequence: (nCommon, bCommon, aCommon) => {
                  foundSubsequence2(nCommon, aCommon, bCommon);
                },
                isCommon: (bIndex, aIndex) => isCommon2(aIndex, bIndex)
              };
            }
            const tStart = aStart;
            const tEnd = aEnd;
            aStart = bStart;
            aEnd = bEnd;
            bStart = tStart;
            bEnd = tEnd;
          }
          const {
            foundSubsequence,
            isCommon
          } = callbacks[transposed ? 1 : 0];
          divide(nChange, aStart, aEnd, bStart, bEnd, isCommon, aIndexesF, aIndexesR, division);
          const {
            nChangePreceding,
            aEndPreceding,
            bEndPreceding,
            nCommonPreceding,
            aCommonPreceding,
            bCommonPreceding,
            nCommonFollowing,
            aCommonFollowing,
            bCommonFollowing,
            nChangeFollowing,
            aStartFollowing,
            bStartFollowing
          } = division;
          if (aStart < aEndPreceding && bStart < bEndPreceding) {
            findSubsequences(nChangePreceding, aStart, aEndPreceding, bStart, bEndPreceding, transposed, callbacks, aIndexesF, aIndexesR, division);
          }
          if (nCommonPreceding !== 0) {
            foundSubsequence(nCommonPreceding, aCommonPreceding, bCommonPreceding);
          }
          if (nCommonFollowing !== 0) {
            foundSubsequence(nCommonFollowing, aCommonFollowing, bCommonFollowing);
          }
          if (aStartFollowing < aEnd && bStartFollowing < bEnd) {
            findSubsequences(nChangeFollowing, aStartFollowing, aEnd, bStartFollowing, bEnd, transposed, callbacks, aIndexesF, aIndexesR, division);
          }
        };
        const validateLength = (name, arg) => {
          if (typeof arg !== "number") {
            throw new TypeError(`${pkg}: ${name} typeof ${typeof arg} is not a number`);
          }
          if (!Number.isSafeInteger(arg)) {
            throw new RangeError(`${pkg}: ${name} value ${arg} is not a safe integer`);
          }
          if (arg < 0) {
            throw new RangeError(`${pkg}: ${name} value ${arg} is a negative integer`);
          }
        };
        const validateCallback = (name, arg) => {
          const type = typeof arg;
          if (type !== "function") {
            throw new TypeError(`${pkg}: ${name} typeof ${type} is not a function`);
          }
        };
        function diffSequence(aLength, bLength, isCommon, foundSubsequence) {
          validateLength("aLength", aLength);
          validateLength("bLength", bLength);
          validateCallback("isCommon", isCommon);
          validateCallback("foundSubsequence", foundSubsequence);
          const nCommonF = countCommonItemsF(0, aLength, 0, bLength, isCommon);
          if (nCommonF !== 0) {
            foundSubsequence(nCommonF, 0, 0);
          }
          if (aLength !== nCommonF || bLength !== nCommonF) {
            const aStart = nCommonF;
            const bStart = nCommonF;
            const nCommonR = countCommonItemsR(aStart, aLength - 1, bStart, bLength - 1, isCommon);
            const aEnd = aLength - nCommonR;
            const bEnd = bLength - nCommonR;
            const nCommonFR = nCommonF + nCommonR;
            if (aLength !== nCommonFR && bLength !== nCommonFR) {
              const nChange = 0;
              const transposed = false;
              const callbacks = [{
                foundSubsequence,
                isCommon
              }];
              const aIndexesF = [NOT_YET_SET];
              const aIndexesR = [NOT_YET_SET];
              const division = {
                aCommonFollowing: NOT_YET_SET,
                aCommonPreceding: NOT_YET_SET,
                aEndPreceding: NOT_YET_SET,
                aStartFollowing: NOT_YET_SET,
                bCommonFollowing: NOT_YET_SET,
                bCommonPreceding: NOT_YET_SET,
                bEndPreceding: NOT_YET_SET,
                bStartFollowing: NOT_YET_SET,
                nChangeFollowing: NOT_YET_SET,
                nChangePreceding: NOT_YET_SET,
                nCommonFollowing: NOT_YET_SET,
                nCommonPreceding: NOT_YET_SET
              };
              findSubsequences(nChange, aStart, aEnd, bStart, bEnd, transposed, callbacks, aIndexesF, aIndexesR, division);
            }
            if (nCommonR !== 0) {
              foundSubsequence(nCommonR, aEnd, bEnd);
            }
          }
        }
      })();
      module.exports = __webpack_exports__;
    })();
  }
});

// node_modules/@jest/get-type/build/index.js
var require_build2 = __commonJS({
  "node_modules/@jest/get-type/build/index.js"(exports, module) {
    /*!
     * /**
     *  * Copyright (c) Meta Platforms, Inc. and affiliates.
     *  *
     *  * This source code is licensed under the MIT license found in the
     *  * LICENSE file in the root directory of this source tree.
     *  * /
     */
    (() => {
      "use strict";
      let __webpack_exports__ = {};
      (() => {
        let exports2 = __webpack_exports__;
        Object.defineProperty(exports2, "__esModule", {
          value: true
        });
        exports2.getType = getType;
        exports2.isPrimitive = void 0;
        function getType(value) {
          if (value === void 0) {
            return "undefined";
          } else if (value === null) {
            return "null";
          } else if (Array.isArray(value)) {
            return "array";
          } else if (typeof value === "boolean") {
            return "boolean";
          } else if (typeof value === "function") {
            return "function";
          } else if (typeof value === "number") {
            return "number";
          } else if (typeof value === "string") {
            return "string";
          } else if (typeof value === "bigint") {
            return "bigint";
          } else if (typeof value === "object") {
            if (value.constructor === RegExp) {
              return "regexp";
            } else if (value.constructor === Map) {
              return "map";
            } else if (value.constructor === Set) {
              return "set";
            } else if (value.constructor === Date) {
              return "date";
            }
            return "object";
          } else if (typeof value === "symbol") {
            return "symbol";
          }
          throw new Error(`value of unknown type: ${value}`);
        }
        const isPrimitive = (value) => Object(value) !== value;
        exports2.isPrimitive = isPrimitive;
      })();
      module.exports = __webpack_exports__;
    })();
  }
});

// node_modules/@jest/expect-utils/build/index.js
var require_build3 = __commonJS({
  "node_modules/@jest/expect-utils/build/index.js"(exports, module) {
    /*!
     * /**
     *  * Copyright (c) Meta Platforms, Inc. and affiliates.
     *  *
     *  * This source code is licensed under the MIT license found in the
     *  * LICENSE file in the root directory of this source tree.
     *  * /
     */
    (() => {
      "use strict";
      var __webpack_modules__ = {
        /***/
        "./src/immutableUtils.ts"(__unused_webpack_module, exports2) {
          Object.defineProperty(exports2, "__esModule", {
            value: true
          });
          exports2.isImmutableList = isImmutableList;
          exports2.isImmutableOrderedKeyed = isImmutableOrderedKeyed;
          exports2.isImmutableOrderedSet = isImmutableOrderedSet;
          exports2.isImmutableRecord = isImmutableRecord;
          exports2.isImmutableUnorderedKeyed = isImmutableUnorderedKeyed;
          exports2.isImmutableUnorderedSet = isImmutableUnorderedSet;
          const IS_KEYED_SENTINEL = "@@__IMMUTABLE_KEYED__@@";
          const IS_SET_SENTINEL = "@@__IMMUTABLE_SET__@@";
          const IS_LIST_SENTINEL = "@@__IMMUTABLE_LIST__@@";
          const IS_ORDERED_SENTINEL = "@@__IMMUTABLE_ORDERED__@@";
          const IS_RECORD_SYMBOL = "@@__IMMUTABLE_RECORD__@@";
          function isObjectLiteral(source) {
            return source != null && typeof source === "object" && !Array.isArray(source);
          }
          function isImmutableUnorderedKeyed(source) {
            return Boolean(source && isObjectLiteral(source) && source[IS_KEYED_SENTINEL] && !source[IS_ORDERED_SENTINEL]);
          }
          function isImmutableUnorderedSet(source) {
            return Boolean(source && isObjectLiteral(source) && source[IS_SET_SENTINEL] && !source[IS_ORDERED_SENTINEL]);
          }
          function isImmutableList(source) {
            return Boolean(source && isObjectLiteral(source) && source[IS_LIST_SENTINEL]);
          }
          function isImmutableOrderedKeyed(source) {
            return Boolean(source && isObjectLiteral(source) && source[IS_KEYED_SENTINEL] && source[IS_ORDERED_SENTINEL]);
          }
          function isImmutableOrderedSet(source) {
            return Boolean(source && isObjectLiteral(source) && source[IS_SET_SENTINEL] && source[IS_ORDERED_SENTINEL]);
          }
          function isImmutableRecord(source) {
            return Boolean(source && isObjectLiteral(source) && source[IS_RECORD_SYMBOL]);
          }
        },
        /***/
        "./src/index.ts"(__unused_webpack_module, exports2, __webpack_require__2) {
          Object.defineProperty(exports2, "__esModule", {
            value: true
          });
          var _exportNames = {
            equals: true,
            isA: true
          };
          Object.defineProperty(exports2, "equals", {
            enumerable: true,
            get: function() {
              return _jasmineUtils.equals;
            }
          });
          Object.defineProperty(exports2, "isA", {
            enumerable: true,
            get: function() {
              return _jasmineUtils.isA;
            }
          });
          var _jasmineUtils = __webpack_require__2("./src/jasmineUtils.ts");
          var _utils = __webpack_require__2("./src/utils.ts");
          Object.keys(_utils).forEach(function(key) {
            if (key === "default" || key === "__esModule") return;
            if (Object.prototype.hasOwnProperty.call(_exportNames, key)) return;
            if (key in exports2 && exports2[key] === _utils[key]) return;
            Object.defineProperty(exports2, key, {
              enumerable: true,
              get: function() {
                return _utils[key];
              }
            });
          });
        },
        /***/
        "./src/jasmineUtils.ts"(__unused_webpack_module, exports2) {
          Object.defineProperty(exports2, "__esModule", {
            value: true
          });
          exports2.equals = void 0;
          exports2.isA = isA2;
          const equals2 = (a, b, customTesters, strictCheck) => {
            customTesters = customTesters || [];
            return eq(a, b, [], [], customTesters, strictCheck);
          };
          exports2.equals = equals2;
          function isAsymmetric(obj) {
            return !!obj && isA2("Function", obj.asymmetricMatch);
          }
          function asymmetricMatch(a, b) {
            const asymmetricA = isAsymmetric(a);
            const asymmetricB = isAsymmetric(b);
            if (asymmetricA && asymmetricB) {
              return void 0;
            }
            if (asymmetricA) {
              return a.asymmetricMatch(b);
            }
            if (asymmetricB) {
              return b.asymmetricMatch(a);
            }
          }
          function eq(a, b, aStack, bStack, customTesters, strictCheck) {
            let result = true;
            const asymmetricResult = asymmetricMatch(a, b);
            if (asymmetricResult !== void 0) {
              return asymmetricResult;
            }
            const testerContext = {
              equals: equals2
            };
            for (const item of customTesters) {
              const customTesterResult = item.call(testerContext, a, b, customTesters);
              if (customTesterResult !== void 0) {
                return customTesterResult;
              }
            }
            if (a instanceof Error && b instanceof Error) {
              return a.message === b.message;
            }
            if (Object.is(a, b)) {
              return true;
            }
            if (a === null || b === null) {
              return false;
            }
            const className = Object.prototype.toString.call(a);
            if (className !== Object.prototype.toString.call(b)) {
              return false;
            }
            switch (className) {
              case "[object Boolean]":
              case "[object String]":
              case "[object Number]":
                if (typeof a !== typeof b) {
                  return false;
                } else if (typeof a !== "object" && typeof b !== "object") {
                  return false;
                } else {
                  return Object.is(a.valueOf(), b.valueOf());
                }
              case "[object Date]":
                return +a === +b;
              // RegExps are compared by their source patterns and flags.
              case "[object RegExp]":
                return a.source === b.source && a.flags === b.flags;
              // URLs are compared by their href property which contains the entire url string.
              case "[object URL]":
                return a.href === b.href;
            }
            if (typeof a !== "object" || typeof b !== "object") {
              return false;
            }
            if (isDomNode(a) && isDomNode(b)) {
              return a.isEqualNode(b);
            }
            let length = aStack.length;
            while (length--) {
              if (aStack[length] === a) {
                return bStack[length] === b;
              } else if (bStack[length] === b) {
                return false;
              }
            }
            aStack.push(a);
            bStack.push(b);
            if (strictCheck && className === "[object Array]" && a.length !== b.length) {
              return false;
            }
            const aKeys = keys(a, hasKey);
            let key;
            const bKeys = keys(b, hasKey);
            if (!strictCheck) {
              for (let index = 0; index !== bKeys.length; ++index) {
                key = bKeys[index];
                if ((isAsymmetric(b[key]) || b[key] === void 0) && !hasKey(a, key)) {
                  aKeys.push(key);
                }
              }
              for (let index = 0; index !== aKeys.length; ++index) {
                key = aKeys[index];
                if ((isAsymmetric(a[key]) || a[key] === void 0) && !hasKey(b, key)) {
                  bKeys.push(key);
                }
              }
            }
            let size = aKeys.length;
            if (bKeys.length !== size) {
              return false;
            }
            while (size--) {
              key = aKeys[size];
              if (strictCheck) result = hasKey(b, key) && eq(a[key], b[key], aStack, bStack, customTesters, strictCheck);
              else result = (hasKey(b, key) || isAsymmetric(a[key]) || a[key] === void 0) && eq(a[key], b[key], aStack, bStack, customTesters, strictCheck);
              if (!result) {
                return false;
              }
            }
            aStack.pop();
            bStack.pop();
            return result;
          }
          function keys(obj, hasKey2) {
            const keys2 = [];
            for (const key in obj) {
              if (hasKey2(obj, key)) {
                keys2.push(key);
              }
            }
            return [...keys2, ...Object.getOwnPropertySymbols(obj).filter((symbol) => Object.getOwnPropertyDescriptor(obj, symbol).enumerable)];
          }
          function hasKey(obj, key) {
            return Object.prototype.hasOwnProperty.call(obj, key);
          }
          function isA2(typeName, value) {
            return Object.prototype.toString.apply(value) === `[object ${typeName}]`;
          }
          function isDomNode(obj) {
            return obj !== null && typeof obj === "object" && typeof obj.nodeType === "number" && typeof obj.nodeName === "string" && typeof obj.isEqualNode === "function";
          }
        },
        /***/
        "./src/utils.ts"(__unused_webpack_module, exports2, __webpack_require__2) {
          Object.defineProperty(exports2, "__esModule", {
            value: true
          });
          exports2.arrayBufferEquality = void 0;
          exports2.emptyObject = emptyObject2;
          exports2.typeEquality = exports2.subsetEquality = exports2.sparseArrayEquality = exports2.pathAsArray = exports2.partition = exports2.iterableEquality = exports2.isOneline = exports2.isError = exports2.getPath = exports2.getObjectSubset = exports2.getObjectKeys = void 0;
          var _getType = require_build2();
          var _immutableUtils = __webpack_require__2("./src/immutableUtils.ts");
          var _jasmineUtils = __webpack_require__2("./src/jasmineUtils.ts");
          var Symbol2 = globalThis["jest-symbol-do-not-touch"] || globalThis.Symbol;
          const hasPropertyInObject = (object, key) => {
            const shouldTerminate = !object || typeof object !== "object" || object === Object.prototype;
            if (shouldTerminate) {
              return false;
            }
            return Object.prototype.hasOwnProperty.call(object, key) || hasPropertyInObject(Object.getPrototypeOf(object), key);
          };
          const getObjectKeys2 = (object) => {
            return [...Object.keys(object), ...Object.getOwnPropertySymbols(object).filter((s) => Object.getOwnPropertyDescriptor(object, s)?.enumerable)];
          };
          exports2.getObjectKeys = getObjectKeys2;
          const getPath2 = (object, propertyPath) => {
            if (!Array.isArray(propertyPath)) {
              propertyPath = pathAsArray2(propertyPath);
            }
            if (propertyPath.length > 0) {
              const lastProp = propertyPath.length === 1;
              const prop = propertyPath[0];
              const newObject = object[prop];
              if (!lastProp && (newObject === null || newObject === void 0)) {
                return {
                  hasEndProp: false,
                  lastTraversedObject: object,
                  traversedPath: []
                };
              }
              const result = getPath2(newObject, propertyPath.slice(1));
              if (result.lastTraversedObject === null) {
                result.lastTraversedObject = object;
              }
              result.traversedPath.unshift(prop);
              if (lastProp) {
                result.endPropIsDefined = !(0, _getType.isPrimitive)(object) && prop in object;
                result.hasEndProp = newObject !== void 0 || result.endPropIsDefined;
                if (!result.hasEndProp) {
                  result.traversedPath.shift();
                }
              }
              return result;
            }
            return {
              lastTraversedObject: null,
              traversedPath: [],
              value: object
            };
          };
          exports2.getPath = getPath2;
          const getObjectSubset2 = (object, subset, customTesters = [], seenReferences = /* @__PURE__ */ new WeakMap()) => {
            if (Array.isArray(object)) {
              if (Array.isArray(subset) && subset.length === object.length) {
                return subset.map((sub, i) => getObjectSubset2(object[i], sub, customTesters));
              }
            } else if (object instanceof Date) {
              return object;
            } else if (isObject(object) && isObject(subset)) {
              if ((0, _jasmineUtils.equals)(object, subset, [...customTesters, iterableEquality2, subsetEquality2])) {
                return subset;
              }
              const trimmed = {};
              seenReferences.set(object, trimmed);
              for (const key of getObjectKeys2(object)) {
                if (!hasPropertyInObject(subset, key)) {
                  continue;
                }
                trimmed[key] = seenReferences.has(object[key]) ? seenReferences.get(object[key]) : getObjectSubset2(object[key], subset[key], customTesters, seenReferences);
              }
              if (getObjectKeys2(trimmed).length > 0) {
                return trimmed;
              }
            }
            return object;
          };
          exports2.getObjectSubset = getObjectSubset2;
          const IteratorSymbol = Symbol2.iterator;
          const hasIterator = (object) => !!(object != null && object[IteratorSymbol]);
          const iterableEquality2 = (a, b, customTesters = [], aStack = [], bStack = []) => {
            if (typeof a !== "object" || typeof b !== "object" || Array.isArray(a) || Array.isArray(b) || ArrayBuffer.isView(a) || ArrayBuffer.isView(b) || !hasIterator(a) || !hasIterator(b)) {
              return void 0;
            }
            if (a.constructor !== b.constructor) {
              if (a.constructor == null || b.constructor == null || a.constructor.name !== b.constructor.name || !isNativeFunction(a.constructor) || !isNativeFunction(b.constructor)) {
                return false;
              }
            }
            let length = aStack.length;
            while (length--) {
              if (aStack[length] === a) {
                return bStack[length] === b;
              }
            }
            aStack.push(a);
            bStack.push(b);
            const iterableEqualityWithStack = (a2, b2) => iterableEquality2(a2, b2, [...filteredCustomTesters], [...aStack], [...bStack]);
            const filteredCustomTesters = [...customTesters.filter((t) => t !== iterableEquality2), iterableEqualityWithStack];
            if (a.size !== void 0) {
              if (a.size !== b.size) {
                return false;
              } else if ((0, _jasmineUtils.isA)("Set", a) || (0, _immutableUtils.isImmutableUnorderedSet)(a)) {
                let allFound = true;
                for (const aValue of a) {
                  if (!b.has(aValue)) {
                    let has = false;
                    for (const bValue of b) {
                      const isEqual = (0, _jasmineUtils.equals)(aValue, bValue, filteredCustomTesters);
                      if (isEqual === true) {
                        has = true;
                      }
                    }
                    if (has === false) {
                      allFound = false;
                      break;
                    }
                  }
                }
                aStack.pop();
                bStack.pop();
                return allFound;
              } else if ((0, _jasmineUtils.isA)("Map", a) || (0, _immutableUtils.isImmutableUnorderedKeyed)(a)) {
                let allFound = true;
                for (const aEntry of a) {
                  if (!b.has(aEntry[0]) || !(0, _jasmineUtils.equals)(aEntry[1], b.get(aEntry[0]), filteredCustomTesters)) {
                    let has = false;
                    for (const bEntry of b) {
                      const matchedKey = (0, _jasmineUtils.equals)(aEntry[0], bEntry[0], filteredCustomTesters);
                      let matchedValue = false;
                      if (matchedKey === true) {
                        matchedValue = (0, _jasmineUtils.equals)(aEntry[1], bEntry[1], filteredCustomTesters);
                      }
                      if (matchedValue === true) {
                        has = true;
                      }
                    }
                    if (has === false) {
                      allFound = false;
                      break;
                    }
                  }
                }
                aStack.pop();
                bStack.pop();
                return allFound;
              }
            }
            let aIterator;
            let bIterator;
            try {
              aIterator = a[IteratorSymbol]();
              bIterator = b[IteratorSymbol]();
            } catch {
              aStack.pop();
              bStack.pop();
              return void 0;
            }
            let aStep = aIterator.next();
            while (!aStep.done) {
              const bStep = bIterator.next();
              if (bStep.done || !(0, _jasmineUtils.equals)(aStep.value, bStep.value, filteredCustomTesters)) {
                return false;
              }
              aStep = aIterator.next();
            }
            if (!bIterator.next().done) {
              return false;
            }
            if (!(0, _immutableUtils.isImmutableList)(a) && !(0, _immutableUtils.isImmutableOrderedKeyed)(a) && !(0, _immutableUtils.isImmutableOrderedSet)(a) && !(0, _immutableUtils.isImmutableRecord)(a)) {
              const aEntries = entries(a);
              const bEntries = entries(b);
              if (!(0, _jasmineUtils.equals)(aEntries, bEntries)) {
                return false;
              }
            }
            aStack.pop();
            bStack.pop();
            return true;
          };
          exports2.iterableEquality = iterableEquality2;
          const entries = (obj) => {
            if (!isObject(obj)) return [];
            const symbolProperties = Object.getOwnPropertySymbols(obj).filter((key) => key !== Symbol2.iterator).map((key) => [key, obj[key]]);
            return [...symbolProperties, ...Object.entries(obj)];
          };
          const isObject = (a) => a !== null && typeof a === "object";
          const isObjectWithKeys = (a) => isObject(a) && !(a instanceof Error) && !Array.isArray(a) && !(a instanceof Date) && !(a instanceof Set) && !(a instanceof Map);
          const subsetEquality2 = (object, subset, customTesters = []) => {
            const filteredCustomTesters = customTesters.filter((t) => t !== subsetEquality2);
            const subsetEqualityWithContext = (seenReferences = /* @__PURE__ */ new WeakMap()) => (object2, subset2) => {
              if (!isObjectWithKeys(subset2)) {
                return void 0;
              }
              if (seenReferences.has(subset2)) return void 0;
              seenReferences.set(subset2, true);
              const matchResult = getObjectKeys2(subset2).every((key) => {
                if (isObjectWithKeys(subset2[key])) {
                  if (seenReferences.has(subset2[key])) {
                    return (0, _jasmineUtils.equals)(object2[key], subset2[key], filteredCustomTesters);
                  }
                }
                const result = object2 != null && hasPropertyInObject(object2, key) && (0, _jasmineUtils.equals)(object2[key], subset2[key], [...filteredCustomTesters, subsetEqualityWithContext(seenReferences)]);
                seenReferences.delete(subset2[key]);
                return result;
              });
              seenReferences.delete(subset2);
              return matchResult;
            };
            return subsetEqualityWithContext()(object, subset);
          };
          exports2.subsetEquality = subsetEquality2;
          function isNativeFunction(fn) {
            return typeof fn === "function" && Function.prototype.toString.call(fn).includes("[native code]");
          }
          const typeEquality2 = (a, b) => {
            if (a == null || b == null || a.constructor === b.constructor || // Since Jest globals are different from Node globals,
            // constructors are different even between arrays when comparing properties of mock objects.
            // Both of them should be able to compare correctly when they are array-to-array.
            // https://github.com/jestjs/jest/issues/2549
            Array.isArray(a) && Array.isArray(b)) {
              return void 0;
            }
            if (a.constructor != null && b.constructor != null && a.constructor.name === b.constructor.name && isNativeFunction(a.constructor) && isNativeFunction(b.constructor)) {
              return void 0;
            }
            return false;
          };
          exports2.typeEquality = typeEquality2;
          const arrayBufferEquality2 = (a, b) => {
            let dataViewA = a;
            let dataViewB = b;
            if (isArrayBuffer(a) && isArrayBuffer(b)) {
              dataViewA = new DataView(a);
              dataViewB = new DataView(b);
            } else if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
              dataViewA = new DataView(a.buffer, a.byteOffset, a.byteLength);
              dataViewB = new DataView(b.buffer, b.byteOffset, b.byteLength);
            }
            if (!(dataViewA instanceof DataView && dataViewB instanceof DataView)) {
              return void 0;
            }
            if (dataViewA.byteLength !== dataViewB.byteLength) {
              return false;
            }
            for (let i = 0; i < dataViewA.byteLength; i++) {
              if (dataViewA.getUint8(i) !== dataViewB.getUint8(i)) {
                return false;
              }
            }
            return true;
          };
          exports2.arrayBufferEquality = arrayBufferEquality2;
          function isArrayBuffer(obj) {
            return Object.prototype.toString.call(obj) === "[object ArrayBuffer]";
          }
          const sparseArrayEquality2 = (a, b, customTesters = []) => {
            if (!Array.isArray(a) || !Array.isArray(b)) {
              return void 0;
            }
            const aKeys = Object.keys(a);
            const bKeys = Object.keys(b);
            return (0, _jasmineUtils.equals)(a, b, customTesters.filter((t) => t !== sparseArrayEquality2), true) && (0, _jasmineUtils.equals)(aKeys, bKeys);
          };
          exports2.sparseArrayEquality = sparseArrayEquality2;
          const partition2 = (items, predicate) => {
            const result = [[], []];
            for (const item of items) result[predicate(item) ? 0 : 1].push(item);
            return result;
          };
          exports2.partition = partition2;
          const pathAsArray2 = (propertyPath) => {
            const properties = [];
            if (propertyPath === "") {
              properties.push("");
              return properties;
            }
            const pattern = new RegExp("[^.[\\]]+|(?=(?:\\.)(?:\\.|$))", "g");
            if (propertyPath[0] === ".") {
              properties.push("");
            }
            propertyPath.replaceAll(pattern, (match) => {
              properties.push(match);
              return match;
            });
            return properties;
          };
          exports2.pathAsArray = pathAsArray2;
          const isError2 = (value) => {
            switch (Object.prototype.toString.call(value)) {
              case "[object Error]":
              case "[object Exception]":
              case "[object DOMException]":
                return true;
              default:
                return value instanceof Error;
            }
          };
          exports2.isError = isError2;
          function emptyObject2(obj) {
            return obj && typeof obj === "object" ? Object.keys(obj).length === 0 : false;
          }
          const MULTILINE_REGEXP = /[\n\r]/;
          const isOneline2 = (expected, received) => typeof expected === "string" && typeof received === "string" && (!MULTILINE_REGEXP.test(expected) || !MULTILINE_REGEXP.test(received));
          exports2.isOneline = isOneline2;
        }
        /******/
      };
      const __webpack_module_cache__ = {};
      function __webpack_require__(moduleId) {
        const cachedModule = __webpack_module_cache__[moduleId];
        if (cachedModule !== void 0) {
          return cachedModule.exports;
        }
        const module2 = __webpack_module_cache__[moduleId] = {
          /******/
          // no module.id needed
          /******/
          // no module.loaded needed
          /******/
          exports: {}
          /******/
        };
        __webpack_modules__[moduleId](module2, module2.exports, __webpack_require__);
        return module2.exports;
      }
      let __webpack_exports__ = __webpack_require__("./src/index.ts");
      module.exports = __webpack_exports__;
    })();
  }
});

// node_modules/@jest/diff-sequences/build/index.mjs
var import_index = __toESM(require_build(), 1);
var build_default = import_index.default.default;

// node_modules/@jest/expect-utils/build/index.mjs
var import_index2 = __toESM(require_build3(), 1);
var equals = import_index2.default.equals;
var isA = import_index2.default.isA;
var arrayBufferEquality = import_index2.default.arrayBufferEquality;
var emptyObject = import_index2.default.emptyObject;
var getObjectKeys = import_index2.default.getObjectKeys;
var getObjectSubset = import_index2.default.getObjectSubset;
var getPath = import_index2.default.getPath;
var isError = import_index2.default.isError;
var isOneline = import_index2.default.isOneline;
var iterableEquality = import_index2.default.iterableEquality;
var partition = import_index2.default.partition;
var pathAsArray = import_index2.default.pathAsArray;
var sparseArrayEquality = import_index2.default.sparseArrayEquality;
var subsetEquality = import_index2.default.subsetEquality;
var typeEquality = import_index2.default.typeEquality;
export {
  arrayBufferEquality,
  build_default as diffSequence,
  equals,
  iterableEquality,
  sparseArrayEquality,
  subsetEquality,
  typeEquality
};
